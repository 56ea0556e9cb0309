using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Topics;

/// <summary>A setting's value as a line of a plan shows it.</summary>
internal static class PlanValues
{
    // Nothing set on the topic: what holds then is what whoever judges wants to know.
    public static PlanValue Of(string name, string? set, TopicEvidence? seen)
    {
        if ((set ?? seen?.DefaultOf(name)) is not { } value)
        {
            return new PlanValue("default");
        }

        var (words, raw) = Setting.InWords(name, value);
        return new PlanValue(words, set is null ? "default" : raw);
    }
}
