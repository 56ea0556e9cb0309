using Portal.Core.People.Roster;

namespace Portal.Web.Features.People;

/// <summary>A team as it is typed.</summary>
public sealed class TeamForm
{
    public string Title { get; set; } = "";
    public string Contact { get; set; } = "";
    public string OnCall { get; set; } = "";

    public static TeamForm Of(TeamWish saved) =>
        new()
        {
            Title = saved.Title,
            Contact = saved.Contact,
            OnCall = saved.OnCall,
        };

    public TeamWish ToWish() => new(Title, Contact, OnCall);

    /// <summary>What wasn't typed becomes what somebody else saved meanwhile.</summary>
    public void Follow(TeamWish seen, TeamWish now) =>
        (Title, Contact, OnCall) = (
            Title == seen.Title ? now.Title : Title,
            Contact == seen.Contact ? now.Contact : Contact,
            OnCall == seen.OnCall ? now.OnCall : OnCall
        );
}
