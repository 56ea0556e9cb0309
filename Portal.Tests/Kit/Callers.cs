using Portal.Core;
using Portal.Core.Teams;

namespace Portal.Tests.Kit;

/// <summary>Who acts, where it only matters in which role.</summary>
internal static class Callers
{
    /// <summary>Somebody on a page, with a role in the first team.</summary>
    public static Caller Of(string handle, Role role) =>
        new(
            new Actor(handle, ActorVia.Page),
            handle,
            [
                new Membership
                {
                    PersonId = new PersonId(1),
                    TeamId = new TeamId(1),
                    Role = role,
                },
            ]
        );
}
