package dev.signalbox.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Goes through all that can happen in a small world, breadth first, so that what it finds wrong is told by the
/// shortest story. Knows nothing of what the world is about.
///
/// A world cannot be copied, but one that is made anew and lives through the same story is the same again. Worlds
/// whose states read the same count as one, and are gone on from once. The search is the same each time, on however
/// many threads.
final class ModelCheck {
    private static final int THREADS = 2;

    /// Something that goes on by one step at a time. Used by one thread at a time.
    interface World extends AutoCloseable {

        /// What can happen next, in an order that depends on the state alone.
        List<String> steps();

        /// Lets that happen, and all that follows of itself.
        void take(String step);

        /// All that matters for what can happen from now on.
        String state();

        /// What was found wrong up to now.
        List<String> wrong();

        /// Lets everything come to its end. Nothing can happen afterwards; [#wrong] tells what came of it.
        void comeToRest();

        @Override
        void close();
    }

    /// What came of a search.
    ///
    /// @param depth how many steps the longest stories have
    /// @param story the shortest one after which something is wrong, `null` if there is none
    record Result(
            int depth,
            int states,
            long transitions,
            @Nullable List<String> story,
            List<String> wrong) {
        @Override
        public String toString() {
            var size = states + " states, " + transitions + " transitions, depth " + depth;
            return story == null
                    ? size
                    : size + "\n  wrong: " + wrong + "\n  after: \"" + String.join("\", \"", story) + '"';
        }
    }

    private record Node(@Nullable Node before, String step, List<String> next) {
        List<String> story() {
            var story = new ArrayList<String>();
            for (var node = this; node != null && node.before != null; node = node.before) {
                story.add(node.step);
            }
            return story.reversed();
        }
    }

    /// A world after a story: what it reads, what can follow, and what is wrong with it, also once it has come to
    /// rest.
    private record Look(String digest, List<String> next, List<String> wrong) {}

    private final Supplier<? extends World> worlds;
    private final long patienceNanos;
    private final long begun = System.nanoTime();
    private final Set<String> seen = new HashSet<>();
    private long transitions;

    /// @param worlds makes the world in which each story begins
    /// @param patience after which the search ends with the stories that it has told in full
    ModelCheck(Supplier<? extends World> worlds, Duration patience) {
        this.worlds = worlds;
        this.patienceNanos = patience.toNanos();
    }

    /// Tells all stories of up to `depth` steps, or until one ends badly.
    Result search(int depth) {
        var root = look(new Node(null, "", List.of()), new HashSet<>());
        if (!root.wrong().isEmpty()) {
            return new Result(0, 1, 0, List.of(), root.wrong());
        }
        seen.add(root.digest());
        var level = List.of(new Node(null, "", root.next()));
        for (var steps = 1; steps <= depth && !level.isEmpty(); steps++) {
            var edges = level.stream()
                    .flatMap(node -> node.next().stream().map(step -> new Node(node, step, List.of())))
                    .toList();
            var looks = lookAt(edges);
            level = new ArrayList<>();
            for (var i = 0; i < looks.size(); i++) {
                var look = looks.get(i);
                var edge = edges.get(i);
                transitions++;
                if (!look.wrong().isEmpty()) {
                    return new Result(steps, seen.size(), transitions, edge.story(), look.wrong());
                }
                if (seen.add(look.digest())) {
                    level.add(new Node(edge.before(), edge.step(), look.next()));
                }
            }
            if (looks.size() < edges.size()) {
                return new Result(steps - 1, seen.size(), transitions, null, List.of());
            }
        }
        return new Result(depth, seen.size(), transitions, null, List.of());
    }

    /// Looks at each, or at as many of the first as there is patience for. On virtual threads, as worlds have such
    /// threads of their own, to which handing over is cheap then.
    private List<Look> lookAt(List<Node> edges) {
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            var parts = new ArrayList<Future<List<Look>>>();
            var size = edges.size() / THREADS + 1;
            for (var from = 0; from < edges.size(); from += size) {
                var part = edges.subList(from, Math.min(edges.size(), from + size));
                parts.add(threads.submit(() -> lookAtPart(part)));
            }
            var looks = new ArrayList<Look>();
            for (var part : parts) {
                if (looks.size() % size == 0) { // all before it was looked at
                    looks.addAll(part.get());
                }
            }
            return looks;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<Look> lookAtPart(List<Node> edges) {
        var looks = new ArrayList<Look>();
        var fresh = new HashSet<String>();
        for (var edge : edges) {
            if (System.nanoTime() - begun > patienceNanos) {
                break;
            }
            looks.add(look(edge, fresh));
        }
        return looks;
    }

    /// @param fresh what was seen beside what was seen before; what is in neither comes to rest
    private Look look(Node node, Set<String> fresh) {
        try (var world = worlds.get()) {
            node.story().forEach(world::take);
            var digest = digest(world.state());
            var next = world.steps();
            var isWrong = !world.wrong().isEmpty();
            if (!isWrong && !seen.contains(digest) && fresh.add(digest)) {
                world.comeToRest();
            }
            return new Look(digest, next, List.copyOf(world.wrong()));
        }
    }

    private static String digest(String state) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
