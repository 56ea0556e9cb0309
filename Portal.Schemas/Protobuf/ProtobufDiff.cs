using Google.Protobuf.Reflection;
using Portal.Schemas.Compatibility;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// Why a reader's messages don't fit a writer's: the documented rules of the registry, message by message and field number by field
/// number. Names of fields don't count, numbers do.
/// </summary>
internal sealed partial class ProtobufDiff(ProtobufSchema reader, ProtobufSchema writer)
{
    private const int Most = 100;
    private readonly HashSet<(ProtobufType, ProtobufType)> _compared = [];
    private readonly List<Unreadable> _found = [];

    public IReadOnlyList<Unreadable> All()
    {
        if (reader.File.Package != writer.File.Package)
        {
            var (now, before) = (Package(reader), Package(writer));
            _found.Add(new("", $"The package was {before} and is {now}, which renames every message.", Offset: null));
        }

        Messages(reader.Types.Outermost, writer.Types.Outermost);
        Extensions();
        return _found;
    }

    private void Messages(IEnumerable<ProtobufType> read, IEnumerable<ProtobufType> written)
    {
        var byName = read.ToDictionary(message => message.Name, StringComparer.Ordinal);
        foreach (var before in written)
        {
            if (byName.GetValueOrDefault(before.Name) is { } now)
            {
                Message(now, before);
            }
            else
            {
                Say(before.Name, "this message is gone, and records may hold it", offset: null);
            }
        }
    }

    private void Message(ProtobufType read, ProtobufType written)
    {
        if (_found.Count >= Most || !_compared.Add((read, written)))
        {
            return;
        }

        foreach (var (field, words) in ProtobufOneofs.Broken(read, written))
        {
            Say(read, field, words);
        }

        foreach (var (field, words) in ProtobufOneofs.Merged(read, written))
        {
            Say(read, field, words, isRule: false);
        }

        foreach (var before in written.Message!.Field)
        {
            if (read.Field(before.Number) is { } now)
            {
                Field((read, now), (written, before));
            }
            else if (before.Label == Label.Required)
            {
                Say(read, before, $"number {before.Number} is required in what was written and was removed");
            }
        }

        foreach (var field in read.Message!.Field.Where(field => field.Label == Label.Required))
        {
            if (written.Field(field.Number) is null)
            {
                Say(read, field, $"number {field.Number} is required, and nothing that was written has it");
            }
        }

        Messages(reader.Types.Within(read), writer.Types.Within(written));
    }

    private void Field(
        (ProtobufType Message, FieldDescriptorProto Field) read,
        (ProtobufType Message, FieldDescriptorProto Field) written
    )
    {
        if (Differs(read.Field, written.Field))
        {
            var now = ProtobufWire.Word(read.Field, reader.Types);
            var before = ProtobufWire.Word(written.Field, writer.Types);
            Say(
                read.Message,
                read.Field,
                $"number {read.Field.Number} was written as {before}, which can't be read as {now}"
            );
        }
        else if (
            ProtobufLabels.Changed(read, written, ProtobufWire.IsNumber(read.Field, reader.Types)) is
            (var words, var isRule)
        )
        {
            Say(read.Message, read.Field, $"number {read.Field.Number} {words}", isRule);
        }
    }

    private bool Differs(FieldDescriptorProto read, FieldDescriptorProto written)
    {
        var (now, before) = (reader.Types.Of(read), writer.Types.Of(written));
        switch (ProtobufWire.Of(read, reader.Types), ProtobufWire.Of(written, writer.Types))
        {
            case (WireGroup.Map, WireGroup.Map):
                return Differs(now!.Field(1)!, before!.Field(1)!) || Differs(now.Field(2)!, before.Field(2)!);
            case (WireGroup.Message, WireGroup.Message)
            or (WireGroup.Group, WireGroup.Group) when now!.Name == before!.Name:
                // Those of the two texts themselves are compared anyway, by their names.
                if (!now.IsOwn || !before.IsOwn)
                {
                    Message(now, before);
                }

                return false;
            case (WireGroup.Message, WireGroup.Message) or (WireGroup.Group, WireGroup.Group):
                return true;
            case var (one, other):
                return one != other;
        }
    }

    private static string Package(ProtobufSchema schema) =>
        schema.File.Package is { Length: > 0 } package ? $"“{package}”" : "none";

    private void Say(ProtobufType message, FieldDescriptorProto field, string words, bool isRule = true) =>
        Say($"{message.Name}.{field.Name}", words, reader.Source.Offset(message, field), isRule);

    private void Say(string path, string words, int? offset, bool isRule = true) =>
        _found.Add(new(path, $"{path}: {words}.", offset, IsCertain: isRule, IsPassedOver: !isRule));
}
