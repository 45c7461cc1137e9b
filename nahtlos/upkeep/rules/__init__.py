"""When somebody is asked, by when a report is answered, when an address counts as gone; pure."""
