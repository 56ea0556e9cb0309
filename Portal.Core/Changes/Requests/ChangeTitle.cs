using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>The title of a change whose requester gave none: the act on its first resource.</summary>
public static class ChangeTitle
{
    /// <param name="current">What is wanted of a resource now, where the draft doesn't say what it was edited from.</param>
    public static string Of(ChangeDraft draft, ResourceKinds kinds, Func<ResourceDraft, ResourceSpec?> current)
    {
        if (draft.Title.Trim().Length > 0)
        {
            return draft.Title.Trim();
        }

        var first = draft.Resources[0];
        var act = Sentence(
            kinds.Of(first.Kind).Act(first.Operation, first.Name, first.Base ?? current(first), first.Spec)
        );
        var title = draft.Resources.Count == 1 ? act : $"{act} and {draft.Resources.Count - 1} more";
        return title.Length <= 200 ? title : title[..199] + "…";
    }

    private static string Sentence(string act) => char.ToUpperInvariant(act[0]) + act[1..];
}
