package dev.signalbox.service;

final class FakeDriverTest extends ServiceDriverContract {
    private final FakeDriver fake = new FakeDriver();

    @Override
    protected ServiceDriver newDriver() {
        return fake;
    }

    @Override
    protected void failNextStart() {
        fake.failNextStart("exited at once with exit code 3");
    }

    @Override
    protected void ignoreStop() {
        fake.hangNextStop();
    }

    @Override
    protected void crash(int code) {
        fake.crash(new ExitStatus(code));
    }

    @Override
    protected int instances() {
        return fake.instances();
    }
}
