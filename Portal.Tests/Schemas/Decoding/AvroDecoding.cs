using System.Collections.Immutable;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;

namespace Portal.Tests.Schemas.Decoding;

/// <summary>
/// Data written by one schema, as a reader of another sees it ("Schema Resolution"). Where a reader's union has several
/// branches that fit, the writer's own type is taken before a wider one.
/// </summary>
internal sealed class AvroDecoding(AvroSchema reader, AvroSchema writer)
{
    private readonly AvroResolution _resolution = new(reader, writer);

    // For what the reader doesn't know.
    private AvroDecoding? _unread;

    private readonly AvroDefaultValues _defaults = new(reader);

    /// <exception cref="InvalidDataException">The bytes aren't what the writer's schema says, or the reader can't take them.</exception>
    public AvroValue Read(ReadOnlySpan<byte> bytes)
    {
        var input = new AvroInput(bytes);
        var value = Read(reader.Root, writer.Root, ref input);
        return input.IsAtEnd ? value : throw new InvalidDataException("There are bytes left behind the value.");
    }

    private AvroValue Read(AvroType read, AvroType written, ref AvroInput input)
    {
        input.Enter();
        var value = Part(read, written, ref input);
        input.Leave();
        return value;
    }

    private AvroValue Part(AvroType read, AvroType written, ref AvroInput input)
    {
        switch (read, written)
        {
            case (_, AvroUnion union):
                var index = input.Long();
                return index >= 0 && index < union.Branches.Length
                    ? Read(read, union.Branches[(int)index], ref input)
                    : throw new InvalidDataException($"There is no branch {index} in {union.Word}.");
            case (AvroUnion union, _):
                var branch =
                    union.Branches.FirstOrDefault(one => IsSame(one, written) && _resolution.Reads(one, written))
                    ?? union.Branches.FirstOrDefault(one => _resolution.Reads(one, written))
                    ?? throw Unreadable(read, written);
                return Read(branch, written, ref input);
            case (AvroPrimitive r, AvroPrimitive w) when AvroMatch.Promotes(r.Kind, w.Kind):
                return AvroPrimitives.Promoted(r.Kind, AvroPrimitives.Read(w.Kind, ref input));
            case (AvroArray r, AvroArray w):
                var items = ImmutableArray.CreateBuilder<AvroValue>();
                for (var count = input.Block(); count > 0; count = input.Block())
                {
                    for (; count > 0; count--)
                    {
                        items.Add(Read(r.Items, w.Items, ref input));
                    }
                }

                return new AvroValue.Items(items.ToImmutable());
            case (AvroMap r, AvroMap w):
                var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, AvroValue>>();
                for (var count = input.Block(); count > 0; count = input.Block())
                {
                    for (; count > 0; count--)
                    {
                        entries.Add(new(input.Text(), Read(r.Values, w.Values, ref input)));
                    }
                }

                return new AvroValue.Map(entries.ToImmutable());
            case (AvroUse r, AvroUse w) when _resolution.Reads(r, w) || AvroMatch.Kinds(reader.Of(r), writer.Of(w)):
                return Read(reader.Of(r), writer.Of(w), ref input);
            default:
                throw Unreadable(read, written);
        }
    }

    private AvroValue Read(AvroNamed read, AvroNamed written, ref AvroInput input) =>
        (read, written) switch
        {
            (AvroEnum r, AvroEnum w) => new AvroValue.Symbol(r.FullName, Symbol(r, w, input.Long())),
            (AvroFixed r, AvroFixed w) when r.Size == w.Size => new AvroValue.Fixed(r.FullName, input.Fixed(w.Size)),
            (AvroRecord r, AvroRecord w) => Record(r, w, ref input),
            _ => throw new InvalidDataException($"{written.Word} can't be read as {read.Word}."),
        };

    private AvroValue.Record Record(AvroRecord read, AvroRecord written, ref AvroInput input)
    {
        // In the writer's order, for so the bytes stand; what the reader doesn't know is read and thrown away.
        var values = new Dictionary<string, AvroValue>(StringComparer.Ordinal);
        foreach (var field in written.Fields)
        {
            if (
                read.Fields.FirstOrDefault(f => AvroMatch.Written(f, written) is [var only] && only == field) is
                { } meant
            )
            {
                values[meant.Name] = Read(meant.Type, field.Type, ref input);
            }
            else
            {
                (_unread ??= new(writer, writer)).Read(field.Type, field.Type, ref input);
            }
        }

        return new AvroValue.Record(
            read.FullName,
            [
                .. read.Fields.Select(field =>
                    KeyValuePair.Create(field.Name, values.GetValueOrDefault(field.Name) ?? Default(field))
                ),
            ]
        );
    }

    private AvroValue Default(AvroField field) =>
        field.Default is { } json
            ? _defaults.Of(field.Type, json)
            : throw new InvalidDataException($"{field.Name} isn't in what was written, and has no default.");

    private static string Symbol(AvroEnum read, AvroEnum written, long index) =>
        index < 0 || index >= written.Symbols.Length
            ? throw new InvalidDataException($"{written.Word} has no symbol {index}.")
        : read.Symbols.Contains(written.Symbols[(int)index]) ? written.Symbols[(int)index]
        : read.Default ?? throw new InvalidDataException($"{written.Symbols[(int)index]} isn't known to {read.Word}.");

    private bool IsSame(AvroType read, AvroType written) =>
        (read, written) switch
        {
            (AvroPrimitive r, AvroPrimitive w) => r.Kind == w.Kind,
            (AvroUse r, AvroUse w) => AvroMatch.Names(reader.Of(r), writer.Of(w)),
            _ => read.GetType() == written.GetType(),
        };

    private static InvalidDataException Unreadable(AvroType read, AvroType written) =>
        new($"{written.Word} can't be read as {read.Word}.");
}
