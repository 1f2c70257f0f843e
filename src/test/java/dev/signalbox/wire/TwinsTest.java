package dev.signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A message is said once.
final class TwinsTest {
    /// Records of fewer components are alike by chance.
    private static final int FEW = 4;

    /// What may be said twice, and why.
    private static final Map<String, String> ALLOWED = Map.of(
            "StatusMessage in ServiceMessage", "events tell a service's state, and lists tell it among the rest",
            "Life in OperationMessage", "it is what a message is put together from, and never sent");

    private static final Set<String> PACKAGES =
            Set.of("dev.signalbox.api", "dev.signalbox.engine.remote", "dev.signalbox.wire");

    private static List<Class<?>> records() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(PACKAGES).stream()
                        .filter(JavaClass::isRecord)
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    /// Its components by name and type, where it does not matter how records in them are called.
    private static Set<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName() + ": " + shape(component.getGenericType()))
                .collect(Collectors.toSet());
    }

    private static String shape(Type type) {
        if (type instanceof ParameterizedType generic) {
            return shape(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(TwinsTest::shape)
                            .toList();
        }
        if (type instanceof Class<?> plain && plain.isRecord() && PACKAGES.contains(plain.getPackageName())) {
            return components(plain).stream().sorted().toList().toString();
        }
        return switch (type.getTypeName()) {
            case "java.lang.Boolean" -> "boolean";
            case "java.lang.Integer" -> "int";
            case "java.lang.Long" -> "long";
            default -> type.getTypeName();
        };
    }

    private static List<String> twins(List<Class<?>> records) {
        var twins = new ArrayList<String>();
        for (var one : records) {
            var part = components(one);
            for (var other : records) {
                var whole = components(other);
                var same = part.equals(whole) && one.getName().compareTo(other.getName()) < 0;
                if (same || part.size() >= FEW && part.size() < whole.size() && whole.containsAll(part)) {
                    twins.add(one.getSimpleName() + " in " + other.getSimpleName());
                }
            }
        }
        return twins;
    }

    @Test
    void noRecord_saysWhatAnotherOneSays() {
        assertThat(twins(records())).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    private record Step(String text, Long afterMs, Boolean done) {}

    private record Operation(long id, String service, String kind, List<Step> steps) {}

    @Test
    void twin_isFound_howeverItIsCalled() {
        assertThat(twins(List.of(StepMessage.class, Step.class, OperationMessage.class, Operation.class)))
                .containsExactlyInAnyOrder("StepMessage in Step", "Operation in OperationMessage");
    }
}
