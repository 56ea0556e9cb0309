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
        if (first.Operation is ResourceOperation.Transfer or ResourceOperation.Claim)
        {
            var (verb, way) = first.Operation == ResourceOperation.Claim ? ("Claim", "for") : ("Transfer", "to");
            var what = draft.Resources.Count == 1 ? first.Name : $"{draft.Resources.Count} resources";
            return $"{verb} {what} {way} {draft.OwnerOf(first)}";
        }

        var act = Sentence(Act(kinds.Of(first.Kind), first, current(first)));
        var title = draft.Resources.Count == 1 ? act : $"{act} and {draft.Resources.Count - 1} more";
        return title.Length <= 200 ? title : title[..199] + "…";
    }

    private static string Act(IResourceKind kind, ResourceDraft asked, ResourceSpec? managed)
    {
        var from = asked.Base ?? managed;
        var isLabelled =
            asked is { Operation: ResourceOperation.Update, Labels: { } labels } && labels != managed?.Labels;
        return
            isLabelled
            && from is not null
            && asked.Spec is { } spec
            && kind.WriteSpec(At(from)) == kind.WriteSpec(At(spec))
            ? $"label {asked.Name}"
            : kind.Act(asked.Operation, asked.Name, from, asked.Spec);

        // Owner and labels aside: those of a draft stand beside its specs.
        static ResourceSpec At(ResourceSpec spec) => spec with { Owner = "", Labels = default };
    }

    private static string Sentence(string act) => char.ToUpperInvariant(act[0]) + act[1..];
}
