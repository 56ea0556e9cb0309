using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Core.Resources;

namespace Portal.Tests.Changes;

/// <summary>
/// Teams that share approvers. By Hall's theorem all votes can be given just when no set of teams needs more people than it
/// has; that is what is looked for, and such a set is what is named.
/// </summary>
public sealed class SharedApproverTests
{
    private static readonly string[] People = ["ada", "grace", "lin"];

    [Fact]
    public void Three_teams_of_the_same_two_people_are_short_though_any_two_of_them_are_not()
    {
        string[] two = ["ada", "grace"];
        Words(Teams(two, two)).ShouldBeNull();

        Words(Teams(two, two, two))
            .ShouldBe(
                "“A” and “B” and “C” need 3 different people, because each has one vote, and only 2 other than the requester can: a platform engineer has to name more approvers."
            );
    }

    [Fact]
    public void Two_teams_of_one_person_are_named_alone_though_a_third_has_people_to_spare()
    {
        var words = Words(Teams(["ada"], ["ada", "grace", "lin", "sam"], ["ada"]));

        words.ShouldNotBeNull();
        words.ShouldStartWith("“A” and “C” need 2 different people");
    }

    [Fact]
    public void Who_can_vote_elsewhere_makes_room_for_who_cannot() =>
        Words(Teams(["ada", "grace"], ["grace", "lin"], ["ada"])).ShouldBeNull();

    [Fact]
    public void Every_way_in_which_three_teams_can_share_three_people_is_told_rightly()
    {
        var isShort = 0;
        foreach (var teams in AllTeams())
        {
            var words = Words(teams);
            (words is not null).ShouldBe(Sets(teams).Any(IsShort), Show(teams));
            if (words is not null)
            {
                isShort++;
                var named = teams.Where(t => words.Contains($"“{t.Name}”", StringComparison.Ordinal)).ToList();
                IsShort(named).ShouldBeTrue($"{Show(teams)}: {words}");
            }
        }

        isShort.ShouldBeInRange(1, AllTeams().Count() - 1);
    }

    // 8 ways for each of three teams to have some of three people, once or twice as many votes needed.
    private static IEnumerable<ApprovingTeam[]> AllTeams() =>
        from a in TeamsNamed("A")
        from b in TeamsNamed("B")
        from c in TeamsNamed("C")
        select new[] { a, b, c };

    private static IEnumerable<ApprovingTeam> TeamsNamed(string name) =>
        from mask in Enumerable.Range(0, 1 << People.Length)
        from quorum in new[] { 1, 2 }
        select new ApprovingTeam(name, quorum, [.. People.Where((_, i) => (mask & (1 << i)) != 0)]);

    private static IEnumerable<List<ApprovingTeam>> Sets(ApprovingTeam[] teams) =>
        Enumerable
            .Range(1, (1 << teams.Length) - 1)
            .Select(mask => teams.Where((_, i) => (mask & (1 << i)) != 0).ToList());

    private static bool IsShort(List<ApprovingTeam> teams) =>
        teams.SelectMany(t => t.Approvers).Distinct(StringComparer.Ordinal).Count() < teams.Sum(t => t.Quorum);

    private static string Show(ApprovingTeam[] teams) =>
        string.Join("; ", teams.Select(t => $"{t.Name} {t.Quorum} of {string.Join(',', t.Approvers)}"));

    private static ApprovingTeam[] Teams(params string[][] approvers) =>
        [.. approvers.Select((people, i) => new ApprovingTeam(((char)('A' + i)).ToString(), 1, people))];

    /// <summary>What is said of them; null: nothing.</summary>
    private static string? Words(ApprovingTeam[] teams)
    {
        var steps = teams
            .Select((t, i) => new StepDraft(i + 1, t.Name, new TeamId(i + 1), t.Quorum, false, [i]))
            .ToList();
        var approvers = steps
            .SelectMany((step, i) => teams[i].Approvers.Select(person => (Step: step, Person: person)))
            .ToLookup(a => a.Step, a => a.Person);
        var found = ApproverShortage.Of(steps, approvers).SingleOrDefault();
        if (found is null)
        {
            return null;
        }

        (found.Name, found.Verdict).ShouldBe((ApproverShortage.Check, CheckVerdict.Noted));
        return found.Words;
    }

    private sealed record ApprovingTeam(string Name, int Quorum, string[] Approvers);
}
