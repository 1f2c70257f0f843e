/// What needs somebody's attention: [NoticeBook][dev.signalbox.console.notices.NoticeBook] keeps it and puts together
/// what belongs together, [NoticeWatch][dev.signalbox.console.notices.NoticeWatch] sees it happen,
/// [MissedNotices][dev.signalbox.console.notices.MissedNotices] finds what happened while no window was open, and
/// [NoticeDesk][dev.signalbox.console.notices.NoticeDesk] tells it: in a corner of the window, on the desktop, and in
/// the centre.
package dev.signalbox.console.notices;
