using System.Collections.Immutable;

namespace Portal.Schemas.Avro.Data;

/// <summary>A value of an Avro type. It knows what it is, so a union's branch needs no mark beside it.</summary>
public abstract record AvroValue
{
    private AvroValue() { }

    public sealed record Nothing : AvroValue;

    public sealed record Truth(bool Value) : AvroValue;

    public sealed record Int(int Value) : AvroValue;

    public sealed record Long(long Value) : AvroValue;

    public sealed record Single(float Value) : AvroValue;

    public sealed record Double(double Value) : AvroValue;

    public sealed record Bytes(ImmutableArray<byte> Value) : AvroValue
    {
        public bool Equals(Bytes? other) => other is not null && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

        public override int GetHashCode() => Value.Length;
    }

    public sealed record Text(string Value) : AvroValue;

    public sealed record Symbol(string Type, string Value) : AvroValue;

    public sealed record Fixed(string Type, ImmutableArray<byte> Value) : AvroValue
    {
        public bool Equals(Fixed? other) =>
            other is not null && Type == other.Type && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

        public override int GetHashCode() => Value.Length;
    }

    public sealed record Items(ImmutableArray<AvroValue> Value) : AvroValue
    {
        public bool Equals(Items? other) => other is not null && Value.SequenceEqual(other.Value);

        public override int GetHashCode() => Value.Length;
    }

    /// <summary>In the order in which it was written.</summary>
    public sealed record Map(ImmutableArray<KeyValuePair<string, AvroValue>> Value) : AvroValue
    {
        public bool Equals(Map? other) => other is not null && Value.SequenceEqual(other.Value);

        public override int GetHashCode() => Value.Length;
    }

    /// <summary>In the order of the schema's fields.</summary>
    public sealed record Record(string Type, ImmutableArray<KeyValuePair<string, AvroValue>> Fields) : AvroValue
    {
        public bool Equals(Record? other) =>
            other is not null && Type == other.Type && Fields.SequenceEqual(other.Fields);

        public override int GetHashCode() => Fields.Length;
    }
}
