using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>The title of a change whose requester gave none: the thing, then the action.</summary>
public static class ChangeTitle
{
    public static string Of(ChangeDraft draft)
    {
        if (draft.Title.Trim().Length > 0)
        {
            return draft.Title.Trim();
        }

        var first = draft.Topics[0];
        var verb = first.Operation switch
        {
            ResourceOperation.Create => "Create",
            ResourceOperation.Update => "Change",
            _ => "Delete",
        };
        var title =
            draft.Topics.Count == 1 ? $"{verb} {first.Name}" : $"{verb} {first.Name} and {draft.Topics.Count - 1} more";
        return title.Length <= 200 ? title : title[..199] + "…";
    }
}
