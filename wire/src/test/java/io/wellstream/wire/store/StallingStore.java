package io.wellstream.wire.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** One call to an object store that does not reach the server until the test lets it, as if its client were suspended. */
public final class StallingStore {
    private final ObjectStore store;
    private final Predicate<String> stalls;
    private final AtomicBoolean hasStalled = new AtomicBoolean();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** @param stalls receives the name of the method of each call; the first call for which it is true stalls */
    public StallingStore(ObjectStore store, Predicate<String> stalls) {
        this.store = store;
        this.stalls = stalls;
    }

    /** The store as the stalling client sees it. */
    public ObjectStore client() {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (!hasStalled.get() && stalls.test(method.getName()) && hasStalled.compareAndSet(false, true)) {
                        stalled.countDown();
                        goOn.await();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Waits until a call has stalled; false if none does while the thread lives. */
    public boolean awaitStalled(Thread client) throws InterruptedException {
        while (client.isAlive()) {
            if (stalled.await(5, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return stalled.getCount() == 0;
    }

    public void goOn() {
        goOn.countDown();
    }
}
