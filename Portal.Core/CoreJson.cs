using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Core;

/// <summary>How Core writes JSON, for the store and for canonical forms: declared order, ids as numbers, enums as kebab-case words, dictionaries in ordinal order.</summary>
public static class CoreJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // jsonb keeps keys in an order of its own.
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { StoredForms.Resolve } },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
            new NumberJson<ChangeId>(v => new ChangeId(v), id => id.Value),
            new NumberJson<PlanId>(v => new PlanId(v), id => id.Value),
            new NumberJson<RunId>(v => new RunId(v), id => id.Value),
            new NumberJson<ResourceId>(v => new ResourceId(v), id => id.Value),
            new NumberJson<ClusterId>(v => new ClusterId((int)v), id => id.Value),
            new NumberJson<TeamId>(v => new TeamId((int)v), id => id.Value),
            new NumberJson<PersonId>(v => new PersonId((int)v), id => id.Value),
            new OrdinalDictionaryJson(),
        },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options)
        ?? throw new JsonException($"{typeof(T).Name} was stored as null.");

    private sealed class NumberJson<T>(Func<long, T> make, Func<T, long> number) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            make(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(number(value));
    }

    // The default comparer of a sorted dictionary is the culture's: bytes would depend on the machine.
    private sealed class OrdinalDictionaryJson : JsonConverterFactory
    {
        public override bool CanConvert(Type type) =>
            type.IsGenericType
            && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
            && type.GetGenericArguments()[0] == typeof(string);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Ordinal<>).MakeGenericType(type.GetGenericArguments()[1]))!;

        private sealed class Ordinal<TValue> : JsonConverter<ImmutableSortedDictionary<string, TValue>>
        {
            public override ImmutableSortedDictionary<string, TValue> Read(
                ref Utf8JsonReader reader,
                Type type,
                JsonSerializerOptions options
            ) =>
                JsonSerializer
                    .Deserialize<Dictionary<string, TValue>>(ref reader, options)!
                    .ToImmutableSortedDictionary(StringComparer.Ordinal);

            public override void Write(
                Utf8JsonWriter writer,
                ImmutableSortedDictionary<string, TValue> value,
                JsonSerializerOptions options
            )
            {
                writer.WriteStartObject();
                foreach (var (key, item) in value)
                {
                    writer.WritePropertyName(key);
                    JsonSerializer.Serialize(writer, item, options);
                }

                writer.WriteEndObject();
            }
        }
    }
}
