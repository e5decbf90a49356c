package io.leadflux.benchmarks.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes Gson write a missing {@code data} as null, while it leaves out other missing fields. */
public final class GsonData extends TypeAdapter<@Nullable WireData> {

    private static final TypeAdapter<WireData> PRESENT = new Gson().getAdapter(WireData.class);

    @Override
    public void write(JsonWriter out, @Nullable WireData data) throws IOException {
        if (data == null) {
            out.jsonValue("null");
        } else {
            PRESENT.write(out, data);
        }
    }

    @Override
    public @Nullable WireData read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return null;
        }
        return PRESENT.read(in);
    }
}
