"""The directory's data in and out: a public interface in the Open Referral format (HSDS 3.1), the
import of tables, calendar entries, address cards, and what search engines read.

Its nouns: Import, Row, Mapping, Service (what HSDS calls an offer). Three sentences of truth: this
room translates and owns no fact about an offer; what is not shown on a public page is in no file;
a row that cannot be understood is named and stops no other.
"""
