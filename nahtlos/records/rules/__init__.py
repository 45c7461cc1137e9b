"""The rules of records: pure Python."""
