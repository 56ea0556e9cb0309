using Portal.Core.Teams;

namespace Portal.Core.People.Permissions;

/// <summary>Which roles allow an act, each by itself.</summary>
/// <param name="Act">What is done, as words that stand for themselves.</param>
/// <param name="Roles">None where it needs none.</param>
/// <param name="NeedsRole">False: everybody who is signed in may.</param>
public sealed record ActByRole(string Act, IReadOnlyList<Role> Roles, bool NeedsRole);

/// <summary>What each role allows, as <see cref="Authority"/> answers whoever has it alone.</summary>
public static class ActsByRole
{
    private static readonly Team Some = new() { Name = "team", Title = "A team" };
    private static readonly Caller Nobody = new(new Actor("nobody", ActorVia.Page), "Nobody", []);

    /// <summary>In the team that the role is held in; platform and auditor count in every team.</summary>
    public static IReadOnlyList<ActByRole> InTeam { get; } = [.. ExplainedActs.In(Some).Select(Of)];

    /// <summary>What no single team is asked about.</summary>
    public static IReadOnlyList<ActByRole> Everywhere { get; } = [.. ExplainedActs.Everywhere.Select(Of)];

    private static ActByRole Of((string Act, CallerAction Action) asked) =>
        Authority.May(Nobody, asked.Action).Granted
            ? new(asked.Act, [], NeedsRole: false)
            : new(asked.Act, [.. Enum.GetValues<Role>().Where(role => May(role, asked.Action))], NeedsRole: true);

    private static bool May(Role role, CallerAction action) =>
        Authority
            .May(
                Nobody with
                {
                    Memberships =
                    [
                        new()
                        {
                            PersonId = default,
                            TeamId = Some.Id,
                            Role = role,
                        },
                    ],
                },
                action
            )
            .Granted;
}
