package dev.signalbox.engine;

import dev.signalbox.log.LogExtent;
import dev.signalbox.log.LogFrom;
import dev.signalbox.log.LogOutline;
import dev.signalbox.log.LogPage;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.LogQuery;
import java.io.IOException;
import java.util.List;

/// All that is kept of the output of one or more services, as one sequence by time: what they have not rotated yet,
/// what they have, and what the engine says between. It grows at its end, and loses its beginning where files get too
/// many; a [place][LogPlace] in it stays what it is. See [Engine#wholeLog].
///
/// It takes little memory however long the log is, and reads no more of it than it is asked for; so a page costs about
/// the same wherever it is. Of a line of more than 16 KiB it gives the beginning, with a mark.
///
/// Safe to use from any thread. Its methods read files, or ask an engine elsewhere, and wait for that: they are not for
/// the FX thread.
public interface WholeLog extends AutoCloseable {

    /// How much there is.
    ///
    /// @throws IOException if it cannot be read at present, with the reason for people; so do all others here
    LogExtent extent() throws IOException;

    /// Lines before and behind a point.
    ///
    /// @param before how many at most, up to [LogPage#MOST_LINES]
    /// @param behind the same, of those at the point and behind it
    LogPage read(LogFrom from, int before, int behind) throws IOException;

    /// The lines at some places, each with so many before and behind it; where these meet, they are one page.
    ///
    /// @param places in order, up to [LogPage#MOST_PLACES]
    /// @param context how many lines, at most 100
    /// @return in order; with as many characters as one page may have, or the first of them
    List<LogPage> around(List<LogPlace> places, int context) throws IOException;

    /// How much of all bytes is before `place`, from 0 to 1.
    double share(LogPlace place) throws IOException;

    /// What it looks like from far. Begins to look at all of it in the background the first time, and gives what is
    /// known by then.
    LogOutline outline() throws IOException;

    /// Begins to search, from the newest line on backwards; and goes on with those that are written. Returns at once.
    LogSearch search(LogQuery query);

    /// Lets go of it, and ends its searches. Does not wait for calls that are under way.
    @Override
    void close();
}
