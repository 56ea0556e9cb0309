using System.Text;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Keywords for texts ("Validation", 6.3). Characters are counted as Unicode has them.</summary>
internal static class JsonTextRules
{
    public static void Check(JsonMeeting at, JsonText text)
    {
        if (at["minLength"] is not null || at["maxLength"] is not null)
        {
            at.Judge.Work.Step(text.Value.Length);
            var length = Length(text.Value);
            if (at.Count("minLength") is { } least && length < least)
            {
                at.Wrong("minLength", $"Expected at least {least} characters, found {length}.");
            }

            if (at.Count("maxLength") is { } most && length > most)
            {
                at.Wrong("maxLength", $"Expected at most {most} characters, found {length}.");
            }
        }

        if (at["pattern"] is JsonText pattern && at.Judge.Patterns.Fits(pattern.Value, text.Value) == false)
        {
            at.Wrong(
                "pattern",
                $"Expected a text that fits {PayloadWords.Cut(pattern.Value)}, found {PayloadWords.Found(text)}."
            );
        }
    }

    private static int Length(string text) => text.EnumerateRunes().Count();
}
