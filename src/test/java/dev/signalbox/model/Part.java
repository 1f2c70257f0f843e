package dev.signalbox.model;

import dev.signalbox.model.SmallWorld.Move;
import dev.signalbox.model.SmallWorld.Setting;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of all that can happen is looked at together. All of it at once would be too many worlds.
enum Part {
    /// Persons ask for one service and change their minds.
    REQUESTS(false, Pace.ALL_AT_ONCE, Move.START, Move.STOP, Move.CANCEL),
    /// They restart, and stop at once what does not end in time.
    EMERGENCIES(false, Pace.ALL_AT_ONCE, Move.RESTART, Move.STOP_NOW, Move.CANCEL, Move.TIME),
    /// They ask for all services together.
    PLANS(
            true,
            Pace.ALL_AT_ONCE,
            Move.START_ALL,
            Move.STOP_ALL,
            Move.RESTART_ALL,
            Move.CANCEL,
            Move.CANCEL_PLAN,
            Move.FAIL),
    /// They ask for one service while a plan is under way.
    STOPS_IN_PLANS(false, Pace.ALL_AT_ONCE, Move.START_ALL, Move.STOP, Move.FAIL, Move.CANCEL),
    /// Processes fail and end.
    FAILURES(true, Pace.ALL_AT_ONCE, Move.STOP, Move.FAIL, Move.CRASH, Move.TIME),
    /// The disk is full for a while.
    JOURNAL(true, Pace.ALL_AT_ONCE, Move.STOP, Move.JOURNAL, Move.TIME),
    /// The disk does not answer for a while, and fills up, and the engine is killed meanwhile.
    SILENCE(true, Pace.ALL_AT_ONCE, Move.START, Move.STOP, Move.JOURNAL, Move.SILENCE, Move.KILL) {
        @Override
        SmallWorld.Setting setting(int services, @Nullable Planted fault) {
            return super.setting(1, fault); // more would only be in each state of one, each on its own
        }
    },
    /// The engine is killed between any two records.
    KILLS(false, Pace.BY_RECORDS, Move.START, Move.STOP, Move.KILL),
    /// The engine and the machine go down and come back.
    BOOTS(true, Pace.ALL_AT_ONCE, Move.START, Move.STOP, Move.CRASH, Move.KILL, Move.BOOT),
    /// They end at once what hangs, or is held.
    FORCE(false, Pace.ALL_AT_ONCE, Move.RESTART, Move.BY_FORCE, Move.HOLD),
    /// The engine ends and leaves its services to the next one.
    LETTING_GO(true, Pace.ALL_AT_ONCE, Move.STOP, Move.RESTART, Move.LET_GO, Move.KILL),
    /// The window is about to close, and does not after all.
    CLOSING_CALLED_OFF(true, Pace.ALL_AT_ONCE, Move.STOP, Move.FAIL, Move.CRASH, Move.CLOSE_WINDOW),
    /// Queues are held, for a while too, and the engine is killed.
    HOLDS(true, Pace.ALL_AT_ONCE, Move.HOLD, Move.HOLD_FOR, Move.HOLD_ALL, Move.CRASH, Move.TIME, Move.KILL),
    /// Queues are held, and the engine closes.
    CLOSING(true, Pace.ALL_AT_ONCE, Move.STOP, Move.HOLD, Move.FAIL, Move.KILL, Move.CLOSE),
    /// The threads of the engine run in any order.
    THREADS(false, Pace.BY_THREADS, Move.START, Move.STOP, Move.CANCEL, Move.CRASH);

    private enum Pace {
        ALL_AT_ONCE,
        BY_RECORDS,
        BY_THREADS
    }

    private final boolean autostart;
    private final Pace pace;
    private final Set<Move> moves;

    Part(boolean autostart, Pace pace, Move... moves) {
        this.autostart = autostart;
        this.pace = pace;
        this.moves = EnumSet.copyOf(List.of(moves));
    }

    /// Worlds with so many services.
    SmallWorld.Setting setting(int services, @Nullable Planted fault) {
        return new Setting(services, autostart, pace == Pace.BY_RECORDS, pace == Pace.BY_THREADS, moves, fault);
    }
}
