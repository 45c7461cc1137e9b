"""What the plan, the four questions and the papers of a case follow from: pure Python; the day is
passed in.
"""
