using Google.Protobuf.Reflection;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Portal.Schemas.Protobuf.Payloads;

/// <summary>
/// A sample in Protobuf's JSON ("ProtoJSON Format") held against a message. Fields go by their own name or in lowerCamelCase; null
/// leaves a field out; what the message doesn't have is refused, as parsers do unless they are set otherwise.
/// </summary>
internal sealed class ProtobufPayload
{
    private readonly ProtobufSchema _schema;
    private readonly PayloadWork _work;
    private readonly ProtobufScalars _scalars;
    private readonly ProtobufNames _names = new();

    private ProtobufPayload(ProtobufSchema schema, PayloadWork work) =>
        (_schema, _work, _scalars) = (schema, work, new(work, schema.File.Syntax == "proto3"));

    /// <param name="message">Its name without the package; null: the first that no other holds.</param>
    public static PayloadVerdict Judge(ProtobufSchema schema, string? message, string sample, CancellationToken stop) =>
        ProtobufMessages.Find(schema, message) is { } type
            ? PayloadReading.Judge(
                sample,
                (json, work) =>
                {
                    new ProtobufPayload(schema, work).Message(type, json, "");
                    return null;
                },
                stop
            )
            : new PayloadVerdict.Unknown(ProtobufMessages.None(schema, message));

    private void Message(ProtobufType type, JsonPart json, string path)
    {
        _work.Step();
        if (ProtobufWellKnown.Of(type) is { } known)
        {
            known(json, path, _work);
        }
        else if (json is JsonObject members)
        {
            Members(type, members, path);
        }
        else
        {
            Wrong($"an object with the fields of {type.Name}", json, path);
        }
    }

    private void Members(ProtobufType type, JsonObject json, string path)
    {
        var fields = _names.Of(type);
        var set = new Dictionary<int, string>();
        var oneofs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.Members)
        {
            var at = PayloadWords.Member(path, member.Name);
            if (!fields.TryGetValue(member.Name, out var field))
            {
                _work.Add(new(at, member.Offset, "unknown field", ProtobufNames.Unknown(type, member.Name)));
            }
            else if (!set.TryAdd(field.Number, member.Name))
            {
                var twice = $"“{set[field.Number]}” and “{member.Name}” are the same field, which may be there once.";
                _work.Add(new(at, member.Offset, "same field", twice));
            }
            else
            {
                if (
                    type.OneofOf(field) is { } oneof
                    && member.Value is not JsonNothing
                    && !oneofs.TryAdd(oneof, member.Name)
                )
                {
                    var both = $"“{oneofs[oneof]}” is set already, and of the oneof “{oneof}” only one field may be.";
                    _work.Add(new(at, member.Offset, "oneof", both));
                }

                Field(field, member.Value, at);
            }
        }

        foreach (var field in type.Message!.Field.Where(f => f.Label == Label.Required && !set.ContainsKey(f.Number)))
        {
            _work.Add(PayloadWords.Member(path, field.Name), json, "required", $"“{field.Name}” is missing.");
        }
    }

    private void Field(FieldDescriptorProto field, JsonPart json, string path)
    {
        var type = _schema.Types.Of(field);
        switch (json)
        {
            case JsonNothing when type is null || !ProtobufWellKnown.TakesNull(type) || field.Label == Label.Repeated:
                break;
            case JsonObject map when type is { IsMapEntry: true }:
                foreach (var member in map.Members)
                {
                    var at = PayloadWords.Member(path, member.Name);
                    _scalars.Key(type.Field(1)!, member, at);
                    Single(type.Field(2)!, member.Value, at);
                }

                break;
            case var _ when type is { IsMapEntry: true }:
                Wrong("an object, which is how a map is written", json, path);
                break;
            case JsonList list when field.Label == Label.Repeated:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    Single(field, list.Items[i], PayloadWords.Item(path, i));
                }

                break;
            case var _ when field.Label == Label.Repeated:
                Wrong($"an array, because the field is {ProtobufWire.Word(field, _schema.Types)}", json, path);
                break;
            default:
                Single(field, json, path);
                break;
        }
    }

    private void Single(FieldDescriptorProto field, JsonPart json, string path)
    {
        _work.Step();
        switch (_schema.Types.Of(field))
        {
            case { Message: not null } message:
                Message(message, json, path);
                break;
            case { Choice: not null } choice when ProtobufWellKnown.TakesNull(choice) && json is JsonNothing:
                break;
            case { Choice: { } choice }:
                _scalars.Choice(choice, json, path);
                break;
            default:
                _scalars.Check(field, json, path);
                break;
        }
    }

    private void Wrong(string expected, JsonPart json, string path) =>
        _work.Add(path, json, "type", $"Expected {expected}, found {PayloadWords.Found(json)}.");
}
