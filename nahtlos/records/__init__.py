"""What is written down while somebody is accompanied: notes, contacts and their time, areas of
life, goals, files.

Its nouns: Note, Contact, Rhythm, Draft, Assessment, Goal, Attachment. Three sentences of truth:
everything that is written is sealed; a fact, an opinion and what the person says of herself are
told apart; time is counted for the organisation, never for an employee.
"""
