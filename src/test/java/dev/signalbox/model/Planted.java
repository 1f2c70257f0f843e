package dev.signalbox.model;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.PlantedFault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Rules undone, one at a time. A model check that misses one of them checks nothing.
enum Planted {
    /// The service becomes free, and nobody looks whether another operation waits.
    NO_RECHECK_WHEN_IDLE(Part.REQUESTS, 27, PlantedFault.NO_RECHECK_WHEN_IDLE),
    /// The head of the line is cancelled, and nobody looks what waits behind it.
    NO_RECHECK_AFTER_CANCEL(Part.PLANS, 27, PlantedFault.NO_RECHECK_AFTER_CANCEL),
    /// The deadline frees the service, although the body lives.
    FREED_ON_TIMEOUT(Part.EMERGENCIES, 3, PlantedFault.FREED_ON_TIMEOUT),
    /// A member of a plan starts when its service is free, whatever it should wait for.
    IGNORES_PLANS(Part.PLANS, 21, PlantedFault.IGNORES_PLANS),
    /// A stop that was called off before it began leaves its mark.
    NO_WAY_BACK(Part.REQUESTS, 25, null) {
        @Override
        OperationBody body(OperationBody real) {
            return new Wrapped(real) {
                private boolean told;

                @Override
                public CompletionStage<?> stopsChanged() {
                    if (told) {
                        return CompletableFuture.completedStage(null);
                    }
                    told = true;
                    return super.stopsChanged();
                }
            };
        }
    },
    /// Who calls off what the program wants has not said anything.
    CANCEL_SAYS_NOTHING(Part.REQUESTS, 25, null) {
        @Override
        OperationBody body(OperationBody real) {
            return new Wrapped(real) {
                @Override
                public void declined(Operation start) {}
            };
        }
    },
    /// What was cancelled because of another service is wanted no more.
    DEPENDENCY_FORGETS(Part.STOPS_IN_PLANS, 25, null) {
        @Override
        OperationBody body(OperationBody real) {
            return new Wrapped(real) {
                @Override
                public void wanted(Operation operation) {}
            };
        }
    },
    /// The stop half of a planned restart counts as if somebody wanted the service to be stopped.
    HALF_IS_A_STOP(Part.PLANS, 25, null) {
        @Override
        OperationBody body(OperationBody real) {
            return lying(real, "isHalf", false);
        }
    },
    /// An automatic start goes on although its reason holds no more when it comes to run.
    REASON_NOT_ASKED_AGAIN(Part.THREADS, 26, null) {
        @Override
        OperationBody body(OperationBody real) {
            return lying(real, "pointless", false);
        }
    },
    /// What is wanted is not written, so that the next engine does not know it.
    MARKS_LOST(Part.KILLS, 25, null),
    /// A stop that goes on without its record leaves what waits for the journal.
    UNRECORDED_STOP_SUPERSEDES_NOTHING(Part.SILENCE, 28, PlantedFault.UNRECORDED_STOP_SUPERSEDES_NOTHING),
    /// The number of a stop that the journal does not know is given again.
    NUMBER_GIVEN_AGAIN(Part.SILENCE, 28, null),
    /// A stop waits for the journal as long as it does not answer.
    STOP_WAITS_FOR_THE_JOURNAL(Part.SILENCE, 28, null),
    /// What holds a queue is not known to the next engine.
    HOLD_FORGOTTEN(Part.HOLDS, 16, null),
    /// A start that was called off and comes to its end all the same leaves what it has started.
    CALLED_OFF_START_STAYS(Part.REQUESTS, 28, null) {
        @Override
        OperationBody body(OperationBody real) {
            return lying(real, "leavesWhatItBegan", true);
        }
    },
    /// What the engine lets go of is stopped as if somebody had called it off.
    LETTING_GO_STOPS(Part.LETTING_GO, 29, null) {
        @Override
        OperationBody body(OperationBody real) {
            return lying(real, "leavesWhatItBegan", false);
        }
    },
    /// Who ends a service by force waits for its turn.
    FORCE_WAITS(Part.FORCE, 28, null) {
        @Override
        OperationBody body(OperationBody real) {
            return new Wrapped(real) {
                @Override
                public void kill(Operation operation) {}
            };
        }
    },
    /// What ended for good is tried again without end.
    NO_VERDICT(Part.FAILURES, 26, null);

    private final Part part;
    private final int rule;
    private final @Nullable PlantedFault queue;

    /// @param part where it shows
    /// @param rule what is undone
    /// @param queue of what kind the queues are, `null` for true ones
    Planted(Part part, int rule, @Nullable PlantedFault queue) {
        this.part = part;
        this.rule = rule;
        this.queue = queue;
    }

    Part part() {
        return part;
    }

    int rule() {
        return rule;
    }

    @Nullable
    PlantedFault queue() {
        return queue;
    }

    OperationBody body(OperationBody real) {
        return real;
    }

    /// A body that is told this where it asks that of its operation.
    private static OperationBody lying(OperationBody real, String question, boolean answer) {
        return new Wrapped(real) {
            @Override
            public @Nullable CompletionStage<?> run(OperationContext context) throws Exception {
                var lies = Proxy.newProxyInstance(
                        Planted.class.getClassLoader(),
                        new Class<?>[] {OperationContext.class},
                        (_, method, arguments) -> {
                            try {
                                return method.getName().equals(question)
                                        ? (Object) answer
                                        : method.invoke(context, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
                return super.run((OperationContext) lies);
            }
        };
    }

    /// A body that does as another one.
    static class Wrapped implements OperationBody {
        private final OperationBody real;

        Wrapped(OperationBody real) {
            this.real = real;
        }

        @Override
        public @Nullable CompletionStage<?> run(OperationContext context) throws Exception {
            return real.run(context);
        }

        @Override
        public CompletionStage<?> stopsChanged() {
            return real.stopsChanged();
        }

        @Override
        public void declined(Operation start) {
            real.declined(start);
        }

        @Override
        public void wanted(Operation operation) {
            real.wanted(operation);
        }

        @Override
        public void kill(Operation operation) {
            real.kill(operation);
        }
    }
}
