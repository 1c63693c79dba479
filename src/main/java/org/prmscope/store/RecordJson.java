package org.prmscope.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.Verdict;

import java.lang.reflect.RecordComponent;

/// The core's records as JSON text: strict, with a name for each case of a sealed type, and null
/// only where the record allows it.
final class RecordJson {
    // Everything beyond ASCII is escaped, so that any Java string survives the way through UTF-8.
    private final JsonMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                                    .build())
                    .annotationIntrospector(new NullableComponents())
                    .addMixIn(Verdict.class, VerdictCases.class)
                    .addMixIn(CodeOutcome.class, CodeOutcomeCases.class)
                    .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                    .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                    .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
                    .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "case")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Verdict.Correct.class, name = "correct"),
        @JsonSubTypes.Type(value = Verdict.Incorrect.class, name = "incorrect"),
        @JsonSubTypes.Type(value = Verdict.Invalid.class, name = "invalid"),
        @JsonSubTypes.Type(value = Verdict.NotReached.class, name = "notReached")
    })
    private interface VerdictCases {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "case")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = CodeOutcome.Completed.class, name = "completed"),
        @JsonSubTypes.Type(value = CodeOutcome.Raised.class, name = "raised"),
        @JsonSubTypes.Type(value = CodeOutcome.LimitHit.class, name = "limitHit"),
        @JsonSubTypes.Type(value = CodeOutcome.NoCode.class, name = "noCode"),
        @JsonSubTypes.Type(value = CodeOutcome.NotRun.class, name = "notRun"),
        @JsonSubTypes.Type(value = CodeOutcome.Unavailable.class, name = "unavailable")
    })
    private interface CodeOutcomeCases {}

    /// Lets null into the record components that are marked nullable and nowhere else.
    private static final class NullableComponents extends JacksonAnnotationIntrospector {
        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            if (annotated instanceof AnnotatedParameter parameter
                    && parameter.getDeclaringClass().isRecord()) {
                RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
                int index = parameter.getIndex();
                if (parameter.getOwner().getParameterCount() == components.length
                        && components[index]
                                .getAnnotatedType()
                                .isAnnotationPresent(Nullable.class)) {
                    return JsonSetter.Value.forValueNulls(Nulls.SET);
                }
            }
            return super.findSetterInfo(annotated);
        }
    }

    /// A stored text that is not the JSON of the record it should be.
    static final class MalformedRecord extends Exception {
        MalformedRecord(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a core record cannot be written as JSON", e);
        }
    }

    <T> T read(String json, TypeReference<T> type) throws MalformedRecord {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new MalformedRecord(new IllegalArgumentException("null"));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new MalformedRecord(e);
        }
    }
}
