package dev.signalbox.operation;

import org.jspecify.annotations.Nullable;

/// A queue that is not level-triggered: after some changes it looks at its line only when the next operation comes.
class ForgetfulQueue extends ServiceQueue {
    private boolean forgotten;

    ForgetfulQueue(
            String service, QueueSettings settings, OperationBody body, Engine engine, @Nullable ServiceQueue before) {
        super(service, settings, body, engine, before);
    }

    final void forget() {
        forgotten = true;
    }

    @Override
    void admit(Entry entry) {
        forgotten = false;
        super.admit(entry);
    }

    @Override
    void startNext() {
        if (!forgotten) {
            super.startNext();
        }
    }
}
