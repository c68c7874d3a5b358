package udpchat.recovery;

import static udpchat.recovery.RecoveryLimits.MAX_IN_FLIGHT;

import java.util.ArrayList;
import java.util.List;

/**
 * The packets in flight under one key, in the order of their numbers; at most 16,384.
 *
 * <p>A ring with one slot a packet. Numbers that are not in flight (skipped ones, ACK-only packets) take no slot, so the
 * ring cannot be made to grow by a peer that sends much and acknowledges nothing. A packet that leaves before its
 * elders leaves an empty slot; as three numbers behind the largest acknowledged are lost, there are few of these.
 */
final class SentPackets<P> {
    private static final int MIN_CAPACITY = 64;
    private static final int SHRINK_ABOVE = 1_024;

    private long[] numbers = new long[MIN_CAPACITY];
    private SentPacket<P>[] packets = newRing(MIN_CAPACITY);
    private int head;
    private int slots;
    private int inFlight;

    /** Adds an ack-eliciting packet with a number above all before it. */
    void add(SentPacket<P> packet) {
        if (inFlight == MAX_IN_FLIGHT) {
            throw new IllegalStateException(MAX_IN_FLIGHT + " packets are in flight");
        }
        if (slots > 0 && packet.number() <= number(slots - 1)) {
            throw new IllegalArgumentException("packet " + packet.number() + " after " + number(slots - 1));
        }
        if (slots == packets.length) {
            resize(2 * slots);
        }
        int index = index(slots++);
        numbers[index] = packet.number();
        packets[index] = packet;
        inFlight++;
    }

    /** Takes out all packets within these ranges, which come highest first; the result is in ascending order. */
    List<SentPacket<P>> removeAll(List<PacketRange> ranges) {
        List<SentPacket<P>> removed = new ArrayList<>();
        for (int r = ranges.size() - 1; r >= 0; r--) {
            PacketRange range = ranges.get(r);
            for (int slot = firstSlotFrom(range.smallest()); slot < slots && number(slot) <= range.largest(); slot++) {
                if (get(slot) != null) {
                    removed.add(remove(slot));
                }
            }
        }
        trim();
        return removed;
    }

    /** Takes out all. */
    List<SentPacket<P>> removeAll() {
        return slots == 0 ? List.of() : removeAll(List.of(new PacketRange(0, Long.MAX_VALUE)));
    }

    /** Up to {@code count} packets, oldest first, which stay in flight. */
    List<SentPacket<P>> oldest(int count) {
        List<SentPacket<P>> oldest = new ArrayList<>();
        for (int slot = 0; slot < slots && oldest.size() < count; slot++) {
            if (get(slot) != null) {
                oldest.add(get(slot));
            }
        }
        return oldest;
    }

    /** How many packets are in flight. */
    int size() {
        return inFlight;
    }

    /** Slots to go through, by {@link #number} and {@link #get}, oldest first. */
    int slots() {
        return slots;
    }

    /** How many slots there is memory for. */
    int capacity() {
        return packets.length;
    }

    /** The number that the slot was made for. */
    long number(int slot) {
        return numbers[index(slot)];
    }

    /** The packet, or null if it has left. */
    SentPacket<P> get(int slot) {
        return packets[index(slot)];
    }

    /** Takes out a packet that is there; slots keep their places until {@link #trim}. */
    SentPacket<P> remove(int slot) {
        int index = index(slot);
        SentPacket<P> packet = packets[index];
        packets[index] = null;
        inFlight--;
        return packet;
    }

    /** Gives back the empty slots at the old end. */
    void trim() {
        while (slots > 0 && packets[head] == null) {
            head = index(1);
            slots--;
        }
        if (slots == 0 && packets.length > SHRINK_ABOVE) {
            resize(MIN_CAPACITY);
        }
    }

    private int firstSlotFrom(long number) {
        int low = 0;
        int high = slots;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number(middle) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The capacity is a power of two. */
    private int index(int slot) {
        return (head + slot) & (packets.length - 1);
    }

    private void resize(int capacity) {
        long[] newNumbers = new long[capacity];
        SentPacket<P>[] newPackets = newRing(capacity);
        for (int slot = 0; slot < slots; slot++) {
            newNumbers[slot] = number(slot);
            newPackets[slot] = get(slot);
        }
        numbers = newNumbers;
        packets = newPackets;
        head = 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type; it never leaves this class
    private static <P> SentPacket<P>[] newRing(int capacity) {
        return new SentPacket[capacity];
    }
}
