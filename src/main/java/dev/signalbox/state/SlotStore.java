package dev.signalbox.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The records of a [SlotFile] on the disk. For one thread, which nobody interrupts.
final class SlotStore implements Closeable {
    static final int NOWHERE = -1;

    private final Path file;
    private final FileChannel channel;
    private final @Nullable String readOnly;
    /// As they are durable: what is written and not yet synchronized is not in here.
    private final List<SlotPair> pairs = new ArrayList<>();
    private long generation;

    /// @param readOnly why nothing may be written, `null` if it may
    SlotStore(Path file, FileChannel channel, @Nullable String readOnly) {
        this.file = file;
        this.channel = channel;
        this.readOnly = readOnly;
    }

    long size() throws IOException {
        return channel.size();
    }

    /// What is from `position` on, less than `length` bytes if the file ends before.
    byte[] read(long position, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// Reads all records, and makes durable what is read.
    void load(List<String> problems) throws IOException {
        if (readOnly == null) {
            // Else what a killed program had not synchronized would be acted on, and taken back by a power cut.
            channel.force(false);
        }
        for (long position = SlotPair.BYTES; position + SlotPair.BYTES <= size(); position += SlotPair.BYTES) {
            var pair = SlotPair.of(position, read(position, SlotPair.BYTES));
            generation = Math.max(generation, pair.newest().generation());
            pairs.add(pair);
            if (pair.isDamaged()) {
                problems.add(name(pair) + " is damaged; what it held is lost");
            }
        }
        dropOlder(problems);
    }

    /// Of records of the same key, which only damage can bring about, the newest counts.
    private void dropOlder(List<String> problems) {
        var known = new HashSet<String>();
        kept().sorted(Comparator.comparingLong((SlotPair pair) -> pair.newest().generation())
                        .reversed())
                .filter(pair -> !known.add(pair.newest().key()))
                .forEach(pair -> {
                    pairs.set(pairs.indexOf(pair), SlotPair.damaged(pair.position()));
                    problems.add(
                            name(pair) + " is an older one of " + pair.newest().key() + " and does not count");
                });
    }

    private Stream<SlotPair> kept() {
        return List.copyOf(pairs).stream().filter(pair -> !pair.isFree());
    }

    private String name(SlotPair pair) {
        return "record " + pair.position() / SlotPair.BYTES + " of " + file;
    }

    /// The keys that have a record, with a text or without.
    List<String> keys() {
        return kept().map(pair -> pair.newest().key()).toList();
    }

    Map<String, String> texts() {
        var texts = new HashMap<String, String>();
        kept().map(SlotPair::newest).forEach(slot -> {
            if (slot.text() != null) {
                texts.put(slot.key(), slot.text());
            }
        });
        return texts;
    }

    /// The number of the record that `key` has, or [#NOWHERE].
    int find(String key) {
        return indexOf(pair -> pair.newest().key().equals(key));
    }

    int findFree() {
        return indexOf(SlotPair::isFree);
    }

    private int indexOf(Predicate<SlotPair> wanted) {
        for (int i = 0; i < pairs.size(); i++) {
            if (wanted.test(pairs.get(i))) {
                return i;
            }
        }
        return NOWHERE;
    }

    /// Adds a free record that needs no more room on the disk when it is written, and returns its number.
    int grow() throws IOException {
        requireWritable();
        var position = (pairs.size() + 1L) * SlotPair.BYTES;
        try {
            write(new byte[SlotPair.BYTES], position);
            channel.force(false);
        } catch (IOException e) {
            giveBack(position, e);
            throw new IOException(file + " cannot take up another key: " + StateFolder.reason(e), e);
        }
        pairs.add(SlotPair.unused(position));
        return pairs.size() - 1;
    }

    private void giveBack(long end, IOException before) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            before.addSuppressed(e);
        }
    }

    /// Writes to the older slot of a record. Returns what the record is as soon as [#force] has returned.
    SlotPair write(int record, String key, @Nullable String text) throws IOException {
        requireWritable();
        var pair = pairs.get(record);
        // One that failed may be in the file all the same: its number is not given twice.
        var slot = new Slot(++generation, key, text);
        try {
            write(slot.toBytes(), pair.next());
        } catch (IOException e) {
            throw failed(e);
        }
        return pair.with(slot);
    }

    private void write(byte[] bytes, long position) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    void force() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void set(int record, SlotPair pair) {
        pairs.set(record, pair);
    }

    private void requireWritable() throws IOException {
        if (readOnly != null) {
            throw new IOException(readOnly);
        }
    }

    private IOException failed(IOException e) {
        return new IOException(file + " cannot be written: " + StateFolder.reason(e), e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
