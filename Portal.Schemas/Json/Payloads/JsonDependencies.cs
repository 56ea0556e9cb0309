using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>What is asked for beside a property that is there ("Validation", 6.5.4; “dependencies” before 2019-09).</summary>
internal static class JsonDependencies
{
    public static void Check(JsonMeeting at, JsonObject value)
    {
        foreach (var keyword in new[] { "dependencies", "dependentRequired", "dependentSchemas" })
        {
            foreach (var member in ((at[keyword] as JsonObject)?.Members ?? []).Where(m => value[m.Name] is not null))
            {
                foreach (var name in Names(member.Value).Where(name => value[name] is null))
                {
                    at.Outcome.Add(
                        PayloadWords.Member(at.Path, name),
                        value,
                        keyword,
                        $"“{PayloadWords.Cut(name)}” is missing; it is required beside “{PayloadWords.Cut(member.Name)}”."
                    );
                }

                if (member.Value is not JsonList)
                {
                    at.Outcome.Include(at.Of(member.Value));
                }
            }
        }
    }

    /// <summary>The names that a list holds.</summary>
    public static IEnumerable<string> Names(JsonPart? json) =>
        json is JsonList { Items: var names } ? names.OfType<JsonText>().Select(name => name.Value) : [];
}
