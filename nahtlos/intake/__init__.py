"""First advice without a name: somebody asks, a coordination office answers, and a code is all that
ties the two together.

Its nouns: Enquiry, EnquiryMessage, Receipt, EnquiryTrace, AdviceDesk, CallBack,
FirstAdvice. Three sentences of truth: who
asks is never known, and nobody can find out; what was written is gone ninety days after the last
word of either side, or at once when the person says so; a named case begins only where the person
herself gives her name for it.
"""
