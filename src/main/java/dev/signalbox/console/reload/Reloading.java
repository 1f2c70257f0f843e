package dev.signalbox.console.reload;

import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.Reloads;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets the operator look at what a reload of the workspace file would do, and do it. FX thread; the file is read
/// on a thread of its own.
public final class Reloading {
    private final Reloads reloads;
    private final String file;
    private final ModalLayer layer;
    private final Notices notices;
    private @Nullable Question question;

    /// @param file its name, for people
    public Reloading(Reloads reloads, String file, ModalLayer layer, Notices notices) {
        this.reloads = reloads;
        this.file = file;
        this.layer = layer;
        this.notices = notices;
    }

    /// Reads the file and shows what is different, or what is wrong with it.
    public void review() {
        if (question == null || !question.isShowing()) {
            away("reload preview", () -> {
                try {
                    var proposal = reloads.propose();
                    return () -> show(proposal);
                } catch (InvalidWorkspaceException e) {
                    return () -> ask(ReloadQuestion.broken(layer, file, e.problems(), this::review));
                }
            });
        }
    }

    private void show(ReloadProposal proposal) {
        if (proposal.changes().isEmpty()) {
            notices.inform(Texts.of("reload.nothing.title"), Texts.of("reload.nothing.text", file));
        } else {
            ask(ReloadQuestion.of(layer, file, proposal, () -> apply(proposal)));
        }
    }

    private void apply(ReloadProposal proposal) {
        away("reload", () -> {
            try {
                var _ = reloads.apply(proposal);
                return () -> {};
            } catch (ReloadRefusedException e) {
                return () -> ask(new Question(layer, Texts.of("reload.refused.title"), String.valueOf(e.getMessage()))
                        .cancel()
                        .preferred(Texts.of("reload.again"), this::review));
            }
        });
    }

    /// It comes when the file has been read, which may be while something else is asked.
    private void ask(Question next) {
        layer.whenFree(() -> {
            question = next;
            next.ask();
        });
    }

    /// Does `work` on a thread that may wait, and on the FX thread what comes of it.
    private static void away(String name, Supplier<Runnable> work) {
        Thread.ofVirtual().name(name).start(() -> FxThread.run(work.get()));
    }
}
