package udpchat.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Limits answers to what strangers send: so many a second in all, and one per key and interval. */
final class AnswerLimiter<K> {
    private final SlidingRate rate;
    private final long interval;
    /** When each was answered, the oldest first: never more than the rate lets through in one interval. */
    private final Map<K, Long> answered = new LinkedHashMap<>();

    AnswerLimiter(int perSecond, long interval) {
        this.rate = new SlidingRate(perSecond);
        this.interval = interval;
    }

    /** Whether to answer; if so, the answer counts. */
    boolean tryAcquire(K key, long now) {
        Iterator<Long> times = answered.values().iterator();
        while (times.hasNext() && now - times.next() >= interval) {
            times.remove();
        }
        if (answered.containsKey(key) || rate.isReached(now)) {
            return false;
        }
        rate.record(now);
        answered.put(key, now);
        return true;
    }

    /** Keys remembered. */
    int size() {
        return answered.size();
    }
}
