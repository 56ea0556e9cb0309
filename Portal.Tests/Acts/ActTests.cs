using Portal.Core;
using Xunit.Abstractions;

namespace Portal.Tests.Acts;

/// <summary>
/// Whatever pages and routes have done that writes, by everybody: who may not is refused in words and leaves the store as it was. The acts are
/// read from what was compiled, so that none is missing here; the routes themselves are in the matrix of operations.
/// </summary>
public sealed class ActTests(ActWorld world, ITestOutputHelper output) : IClassFixture<ActWorld>
{
    // Each with where it is checked.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["AccessReviewAnswers.Answer"] = "answers to access reviews with theirs, in AccessReviewTests",
        ["BootstrapSignIn.Change"] = "the administrator's own password, in BootstrapTests",
        ["ChangeRequests.Resubmit"] = "a change that was sent back, in ResubmitTests",
        ["SpecPlans.Apply"] = "each resource of a spec as in a request, in the tests of specs",
    };

    // They let somebody in, keep what somebody is let in by, or are commands of the machine: nobody is there yet who may or may not.
    private static readonly string[] OfNobody =
    [
        "ApiTokens.Issue",
        "ApiTokens.Recognise",
        "BootstrapClosing.After",
        "BootstrapLinks.Create",
        "BootstrapLinks.Reopen",
        "BootstrapSetup.SetUp",
        "BootstrapSignIn.SignIn",
        "IdempotencyKeys.Forget",
        "IdempotencyKeys.Remember",
        "IdempotencyKeys.Take",
        "IdentityJoin.Join",
        "ProviderSessions.Prove",
        "ProviderSessions.SignedOutThere",
        "ProxiedSessions.Begin",
        "ProxiedSessions.Confirm",
        "RefusedStatements.Note",
        "SessionRenewals.Confirm",
        "SessionRenewals.Later",
        "SessionRenewals.NoLonger",
        "SessionRenewals.Restate",
        "Sessions.Begin",
        "Sessions.End",
        "WorkloadExchange.Exchange",
    ];

    private static readonly ActCell[] Cells = [.. ActCells.All, .. PeopleCells.All];

    public static TheoryData<string> Names => [.. Cells.Select(cell => cell.Name)];

    [Fact]
    public void Whatever_a_page_or_a_route_has_done_that_writes_is_in_the_matrix()
    {
        var acts = Acts.All.Select(act => act.Key).Where(Acts.IsOfSomebody).Select(act => act.ToString()).ToList();

        acts.Except(Cells.Select(cell => cell.Name))
            .Order(StringComparer.Ordinal)
            .ShouldBe(Elsewhere.Keys.Order(StringComparer.Ordinal));
        var events = Acts.All.SelectMany(act => act, (act, from) => (act.Key, from)).ToList();
        output.WriteLine(
            $"{acts.Count} acts, from {events.Count} places of pages and routes; {Cells.Length} rows for {ActCells.Everybody.Length} people."
        );
    }

    [Fact]
    public void What_takes_nobody_lets_somebody_in_or_serves_a_request_of_its_own() =>
        Acts
            .All.Select(act => act.Key)
            .Where(act => !Acts.IsOfSomebody(act))
            .Select(act => act.ToString())
            .Order(StringComparer.Ordinal)
            .ShouldBe(OfNobody);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Who_may_not_is_refused_and_nothing_is_written(string name)
    {
        var cell = Cells.Single(c => c.Name == name);
        foreach (var person in ActCells.Everybody.Except(cell.May))
        {
            var who = await world.Caller(person);

            (await Complaint(cell, await cell.Prepare(world), who)).ShouldBeNull($"{person}: {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Who_may_is_not_refused_for_who_they_are(string name)
    {
        var cell = Cells.Single(c => c.Name == name);
        foreach (var person in cell.May)
        {
            var act = await cell.Prepare(world);

            (await act(await world.Caller(person)))?.Kind.ShouldNotBe(RefusalKind.Denied, $"{person}: {name}");
        }
    }

    /// <summary>Of somebody to whom each check says yes the matrix complains.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_check_that_is_forgotten_is_found(string name)
    {
        var cell = Cells.Single(c => c.Name == name);
        if (cell.IsByPerson || cell.May.Length == ActCells.Everybody.Length)
        {
            return;
        }

        var who = await world.Unchecked();

        (await Complaint(cell, await cell.Prepare(world), who)).ShouldNotBeNull(name);
    }

    /// <returns>What is wrong with it; null when nothing is.</returns>
    private async Task<string?> Complaint(ActCell cell, ActWorld.Act act, Core.People.KnownCaller who)
    {
        await world.HasChanged();
        var refusal = await act(who);
        if (await world.HasChanged())
        {
            return "something was written";
        }

        return refusal switch
        {
            null => "it wasn't refused",
            { Kind: RefusalKind.Denied, Words.Length: > 20 } => null,
            { Kind: RefusalKind.NotFound } when cell.Hides => null,
            { Words: var words } => $"it was refused for another reason: {words}",
        };
    }
}
