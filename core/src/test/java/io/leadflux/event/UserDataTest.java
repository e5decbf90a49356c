package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class UserDataTest {

    private static final UserData COMPLETE = UserData.builder()
            .clientIpAddress("192.0.2.7")
            .clientUserAgent("agent-secret")
            .esi(EventSource.APP)
            .aleid("aleid-secret")
            .clientId("client-secret")
            .alart("alart-secret")
            .userId("4711")
            .build();

    @Test
    void equals_anyFieldDiffers_isFalse() {
        List<UserData> others = List.of(
                COMPLETE.toBuilder().clientIpAddress("192.0.2.8").build(),
                COMPLETE.toBuilder().clientUserAgent("x").build(),
                COMPLETE.toBuilder().esi(EventSource.WEB).build(),
                COMPLETE.toBuilder().aleid("x").build(),
                COMPLETE.toBuilder().clientId(null).build(),
                COMPLETE.toBuilder().alart("x").build(),
                COMPLETE.toBuilder().userId("4712").build());
        assertThat(others).doesNotContain(COMPLETE).doesNotHaveDuplicates();
        assertThat(COMPLETE).isNotEqualTo("UserData").isNotEqualTo(null);
    }

    @Test
    void equals_copy_isTrueWithTheSameHash() {
        UserData copy = COMPLETE.toBuilder().build();
        assertThat(copy).isNotSameAs(COMPLETE).isEqualTo(COMPLETE).hasSameHashCodeAs(COMPLETE);
    }

    @Test
    void accessors_nothingSet_areNull() {
        UserData empty = UserData.builder().build();
        assertThat(empty.clientIpAddress()).isNull();
        assertThat(empty.clientUserAgent()).isNull();
        assertThat(empty.esi()).isNull();
        assertThat(empty.aleid()).isNull();
        assertThat(empty.clientId()).isNull();
        assertThat(empty.alart()).isNull();
        assertThat(empty.userId()).isNull();
    }

    @Test
    void build_builderUsedFurther_leavesTheFirstValueAlone() {
        UserData.Builder builder = UserData.builder().userId("1");
        UserData first = builder.build();
        builder.userId("2");
        assertThat(first.userId()).isEqualTo("1");
    }

    @Test
    void toString_complete_showsNoValue() {
        assertThat(COMPLETE.toString()).doesNotContain("secret", "192.0.2.7", "4711");
    }
}
