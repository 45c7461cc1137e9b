"""Forms of first advice: public ones in the language of the page, staff ones in German."""
