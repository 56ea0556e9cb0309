using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>The title of a change whose requester gave none: the thing, then the action.</summary>
public static class ChangeTitle
{
    public static string Of(ChangeDraft draft, ResourceKinds kinds)
    {
        if (draft.Title.Trim().Length > 0)
        {
            return draft.Title.Trim();
        }

        var first = draft.Resources[0];
        var act = Sentence(kinds.Of(first.Kind).Act(first.Operation, first.Name, first.Base, first.Spec));
        var title = draft.Resources.Count == 1 ? act : $"{act} and {draft.Resources.Count - 1} more";
        return title.Length <= 200 ? title : title[..199] + "…";
    }

    private static string Sentence(string act) => char.ToUpperInvariant(act[0]) + act[1..];
}
