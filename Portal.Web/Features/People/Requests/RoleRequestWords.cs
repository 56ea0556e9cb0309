using Portal.Core.People.Requests;
using Portal.Core.Wording;
using Portal.Web.Features.RoleRules;
using Portal.Web.Parts;

namespace Portal.Web.Features.People.Requests;

/// <summary>Requests for roles as people read them.</summary>
internal static class RoleRequestWords
{
    /// <summary>With what it is to count for, where that isn't all that the team owns.</summary>
    public static string What(RoleRequestRow row) =>
        $"{RoleWords.Of(row.Role)} in {row.TeamTitle}{(row.Only is { } only ? $", only {only.InWords}" : "")}";

    public static string For(RoleRequestRow row) =>
        row.ElevationHours is { } hours
            ? $"elevation for {Quantity.Of(hours, "hour", "hours")}"
            : $"until {UtcTime.InWords(row.EndsAt!.Value)}";

    public static Tone Tone(RoleRequestState state) =>
        state switch
        {
            RoleRequestState.Pending => Parts.Tone.Busy,
            RoleRequestState.Granted => Parts.Tone.Ok,
            RoleRequestState.Refused => Parts.Tone.Bad,
            _ => Parts.Tone.Off,
        };
}
