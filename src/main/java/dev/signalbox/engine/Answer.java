package dev.signalbox.engine;

import dev.signalbox.code.Code;
import dev.signalbox.text.PlainText;

/// What came of something that was asked of an engine.
public sealed interface Answer {

    /// It was done, or was so already.
    record Done() implements Answer {}

    /// What runs was asked to stop, and decides how it ends.
    record Begun() implements Answer {}

    /// There is no such service, operation or plan (any more).
    ///
    /// @param what for people
    /// @param code the same, for programs
    record Missing(String what, Code code) implements Answer {
        public Missing {
            what = PlainText.line(what);
        }
    }

    /// As things are there is nothing to be done, and nothing was.
    ///
    /// @param why for people
    record Pointless(String why) implements Answer {
        public Pointless {
            why = PlainText.line(why);
        }
    }

    /// It was done, but the next engine will not know it.
    ///
    /// @param what was done, and why it cannot be kept, for people
    record Forgotten(String what) implements Answer {
        public Forgotten {
            what = PlainText.line(what);
        }
    }

    /// It was not done.
    ///
    /// @param why for people
    record Refused(String why) implements Answer {
        public Refused {
            why = PlainText.line(why);
        }
    }
}
