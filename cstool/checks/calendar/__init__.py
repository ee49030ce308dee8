"""Working calendars: zones that do not exist, hours that overlap, calendars that never open."""
