using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Keywords for objects ("Core", 10.3.2 and 11.3; "Validation", 6.5).</summary>
internal static class JsonMemberRules
{
    public static void Check(JsonMeeting at, JsonObject value)
    {
        Count(at, value.Members.Length);
        Required(at, value);
        var patterns = (at["patternProperties"] as JsonObject)?.Members ?? [];
        var properties = at["properties"] as JsonObject;
        foreach (var member in value.Members)
        {
            Member(at, member, properties, patterns);
        }

        JsonDependencies.Check(at, value);
        Unevaluated(at, value);
    }

    private static void Member(
        JsonMeeting at,
        JsonMember member,
        JsonObject? properties,
        IReadOnlyCollection<JsonMember> patterns
    )
    {
        var path = PayloadWords.Member(at.Path, member.Name);
        var isNamed = false;
        void Apply(JsonPart schema)
        {
            isNamed = true;
            at.Outcome.IncludePart(at.Of(schema, member.Value, path));
            at.Outcome.Take(member.Name);
        }

        if (properties?[member.Name] is { } property)
        {
            Apply(property);
        }

        foreach (var pattern in patterns)
        {
            if (at.Judge.Patterns.Fits(pattern.Name, member.Name) == true)
            {
                Apply(pattern.Value);
            }
        }

        if (!isNamed && at["additionalProperties"] is JsonTruth { Value: false })
        {
            at.Outcome.Add(new(path, member.Offset, "additionalProperties", Unexpected(member.Name, properties)));
        }
        else if (!isNamed && at["additionalProperties"] is { } others)
        {
            Apply(others);
        }

        if (
            at["propertyNames"] is { } names
            && at.Of(names, new JsonText(member.Name, member.Offset), path) is { IsValid: false } wrong
        )
        {
            at.Outcome.Add(
                new(
                    path,
                    member.Offset,
                    "propertyNames",
                    $"“{PayloadWords.Cut(member.Name)}” is no name for a property here: {wrong.Errors[0].Message}"
                )
            );
        }
    }

    private static void Count(JsonMeeting at, int count)
    {
        if (at.Count("minProperties") is { } least && count < least)
        {
            at.Wrong("minProperties", $"Expected at least {least} properties, found {count}.");
        }

        if (at.Count("maxProperties") is { } most && count > most)
        {
            at.Wrong("maxProperties", $"Expected at most {most} properties, found {count}.");
        }
    }

    private static void Required(JsonMeeting at, JsonObject value)
    {
        foreach (
            var name in JsonDependencies
                .Names(at["required"])
                .Where(name => value[name] is null)
                .TakeWhile(_ => !at.Outcome.IsFull)
        )
        {
            var types = JsonValueRules.Types(((at["properties"] as JsonObject)?[name] as JsonObject)?["type"]);
            at.Outcome.Add(
                PayloadWords.Member(at.Path, name),
                value,
                "required",
                $"“{PayloadWords.Cut(name)}” is missing{(types.Count > 0 ? $"; expected {string.Join(" or ", types)}" : "")}."
            );
        }
    }

    private static void Unevaluated(JsonMeeting at, JsonObject value)
    {
        if (at["unevaluatedProperties"] is not { } schema)
        {
            return;
        }

        foreach (var member in value.Members.Where(member => !at.Outcome.Took(member.Name)))
        {
            var path = PayloadWords.Member(at.Path, member.Name);
            if (schema is JsonTruth { Value: false })
            {
                at.Outcome.Add(new(path, member.Offset, "unevaluatedProperties", Unexpected(member.Name, null)));
            }
            else
            {
                at.Outcome.IncludePart(at.Of(schema, member.Value, path));
            }

            at.Outcome.Take(member.Name);
        }
    }

    private static string Unexpected(string name, JsonObject? properties) =>
        $"No property “{PayloadWords.Cut(name)}” is allowed here"
        + (
            properties is { Members: [_, ..] all }
                ? $"; expected {PayloadWords.Choices([.. all.Select(property => property.Name)])}."
                : "."
        );
}
