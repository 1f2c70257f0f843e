package dev.signalbox.service;

import java.util.function.UnaryOperator;

final class FakeDriverTest extends ServiceDriverContract {
    private final FakeDriver fake = new FakeDriver();
    private ServiceDefinition definition = TestDefinitions.argv("service", "nothing");

    @Override
    protected ServiceDriver newDriver() {
        return fake;
    }

    @Override
    protected void change(UnaryOperator<ServiceDefinitionBuilder> change) {
        definition = change.apply(definition.but()).build();
    }

    @Override
    protected void failNextStart() {
        if (definition.oneShot()) {
            fake.endNextStart(new ExitStatus(3));
        } else {
            fake.failNextStart("exited at once with exit code 3");
        }
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
