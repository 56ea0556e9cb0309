using Portal.Core;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.House;
using Portal.Tests.Kit;
using Portal.Web;
using Xunit.Abstractions;

namespace Portal.Tests.Acts;

/// <summary>
/// Whatever pages and routes have done that writes, by everybody: who may not is refused in words and leaves the store as it was. The acts are
/// read from what was compiled, so that none is missing here; the routes themselves are in the matrix of operations.
/// </summary>
public sealed class ActTests(ActWorld world, ITestOutputHelper output) : IClassFixture<ActWorld>
{
    // Each with the test that checks it.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["AccessReviewAnswers.Answer"] =
            "AccessReviewTests.Only_approvers_of_the_data_answer_and_a_drop_is_not_taken_back",
        ["BootstrapSignIn.Change"] =
            "BootstrapTests.The_password_is_changed_by_the_administrator_alone_with_the_present_one",
    };

    // How a request says beside its field that somebody may not request it.
    private static readonly string[] OfPlaces = ["Only members", "Your role in the owning team doesn't count"];

    // An event of an open page needs nobody who may: it answers its own browser, or ends what is its own.
    private static readonly string[] OfNobodyOnPages = [];

    // Done while a page is opened, not by an event of it.
    private static readonly string[] OnOpening = [];

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
        acts.Where(act => !Elsewhere.ContainsKey(act)).Except(ActRoles.May.Keys).ShouldBeEmpty();
        ActRoles.May.Values.SelectMany(SingleRole.Unknown).ShouldBeEmpty();
        NamedTests.Missing(Elsewhere.Values).ShouldBeEmpty();
        var places = Acts.All.SelectMany(act => act, (act, from) => (act.Key, from)).ToList();
        output.WriteLine(
            $"{acts.Count} acts, from {places.Count} places of pages and routes; {Cells.Length} rows for {SingleRole.All.Length} holders of roles ({Enum.GetValues<Role>().Length} roles × {SingleRole.Teams.Length} teams, none, and {RoleScope.Roles.Count} elsewhere) and {ActCells.Everybody.Length} people: {Cells.Length * (SingleRole.All.Length + ActCells.Everybody.Length)} cells."
        );
        SecurityCounts.Says(
            $"{acts.Count} acts, done in {places.Count} places; {Cells.Length * (SingleRole.All.Length + ActCells.Everybody.Length):N0} cells"
        );
    }

    /// <summary>Whatever an event of an open page has written is an act of the matrix: there is no other way to the store.</summary>
    [Fact]
    public void What_an_event_of_an_open_page_has_done_is_in_the_matrix()
    {
        string[] known = [.. Cells.Select(cell => cell.Name), .. Elsewhere.Keys];
        var writing = PageEvents.All.Where(each => each.Value.Count > 0).ToList();
        var pairs = writing.Sum(each => each.Value.Count);

        writing.Count.ShouldBeGreaterThan(50);
        writing
            .SelectMany(each => each.Value)
            .Select(act => act.ToString())
            .Distinct()
            .Except(known)
            .Order(StringComparer.Ordinal)
            .ShouldBe(OfNobodyOnPages);
        PageEvents
            .OfPages.Except(writing.SelectMany(each => each.Value))
            .Select(act => act.ToString())
            .Order(StringComparer.Ordinal)
            .ShouldBe(OnOpening);
        output.WriteLine(
            $"{PageEvents.All.Count} events of open pages, of which {writing.Count} write, by {writing.SelectMany(each => each.Value).Distinct().Count()} acts: {pairs} pairs for {SingleRole.All.Length} holders of roles, {pairs * SingleRole.All.Length} cells."
        );
        SecurityCounts.Says(
            $"{PageEvents.All.Count} events, of which {writing.Count} write, by {writing.SelectMany(each => each.Value).Distinct().Count()} acts: {pairs} pairs, {pairs * SingleRole.All.Length:N0} cells"
        );
        foreach (var (each, acts) in writing.OrderBy(each => PageEvents.Name(each.Key), StringComparer.Ordinal))
        {
            output.WriteLine($"{PageEvents.Name(each)}: {string.Join(", ", acts)}");
        }
    }

    /// <summary>Also the state machine of an asynchronous lambda that captures something: what it has done would be nobody's.</summary>
    [Fact]
    public void Whatever_the_compiler_makes_of_a_method_belongs_to_it() =>
        Calls
            .Pairs(typeof(App).Assembly)
            .Concat(Calls.Pairs(typeof(Caller).Assembly))
            .Select(pair => WrittenMethod.Of(pair.Caller))
            .Distinct()
            .Where(method => method.Type.IsNested && method.Type.Name.StartsWith('<'))
            .Select(method => method.ToString())
            .ShouldBeEmpty();

    /// <summary>Pages and routes act as whoever is signed in: none of them makes a caller up, or is one that may everything.</summary>
    [Fact]
    public void Pages_and_routes_act_as_nobody_else()
    {
        Type[] callers = [typeof(Caller), typeof(KnownCaller), typeof(Membership), typeof(ScopedRole)];

        Calls
            .Pairs(typeof(App).Assembly)
            .Where(pair => callers.Contains(pair.Called.DeclaringType))
            .Where(pair => pair.Called.IsConstructor || pair.Called.Name == "<Clone>$")
            .Select(pair => WrittenMethod.Of(pair.Caller).ToString())
            .ShouldBeEmpty();
        Calls
            .Fields(typeof(App).Assembly)
            .Where(pair => pair.Named.DeclaringType == typeof(Caller))
            .Select(pair => $"{WrittenMethod.Of(pair.Caller)} names {pair.Named.Name}")
            .ShouldBeEmpty();
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
        var act = await cell.Prepare(world);
        await world.HasChanged();
        foreach (var person in Strangers(cell).Select(h => h.Handle).Concat(ActCells.Everybody.Except(cell.May)))
        {
            (await Unrefused(cell, act, await world.Caller(person))).ShouldBeNull($"{person}: {name}");
        }

        // Once for all of them: each leaves the store as it was.
        (await world.HasChanged()).ShouldBeFalse(name);
    }

    /// <summary>Of those who may somebody: of the next role at the next act.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Who_may_is_not_refused_for_who_they_are(string name)
    {
        var cell = Cells.Single(c => c.Name == name);
        var may = Admitted(cell);
        if (may.Length > 0)
        {
            await IsAdmitted(cell, may[Array.IndexOf(Cells, cell) % may.Length]);
        }
    }

    [LongTheory]
    [MemberData(nameof(Names))]
    public async Task Nor_is_anybody_else_who_may(string name)
    {
        var cell = Cells.Single(c => c.Name == name);
        foreach (var person in Admitted(cell))
        {
            await IsAdmitted(cell, person);
        }
    }

    /// <summary>Of somebody to whom each check says yes the matrix complains: of the next role at the next act.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_check_that_is_forgotten_is_found(string name)
    {
        var cell = Cells.Single(c => c.Name == name);
        var strangers = Strangers(cell).ToList();
        if (cell.IsByPerson || strangers.Count == 0)
        {
            return;
        }

        var holder = strangers[Array.IndexOf(Cells, cell) % strangers.Count];
        await holder.Unchecked(
            world,
            async () =>
            {
                var act = await cell.Prepare(world);
                (await Complaint(cell, act, await world.Caller(holder.Handle))).ShouldNotBeNull($"{holder}: {name}");
            }
        );
    }

    private static string[] Admitted(ActCell cell) =>
        [.. SingleRole.All.Where(holder => holder.IsAmong(cell.Roles)).Select(holder => holder.Handle), .. cell.May];

    private async Task IsAdmitted(ActCell cell, string person)
    {
        var refusal = await (await cell.Prepare(world))(await world.Caller(person));

        refusal?.Kind.ShouldNotBe(RefusalKind.Denied, $"{person}: {cell.Name}");
        refusal?.Words.ShouldNotStartWith("Only", customMessage: $"{person}: {cell.Name}");
    }

    private static IEnumerable<SingleRole> Strangers(ActCell cell) =>
        SingleRole.All.Where(holder => !holder.IsAmong(cell.Roles));

    /// <returns>What is wrong with it; null when nothing is.</returns>
    private async Task<string?> Complaint(ActCell cell, ActWorld.Act act, KnownCaller who)
    {
        await world.HasChanged();
        var unrefused = await Unrefused(cell, act, who);
        return await world.HasChanged() ? "something was written" : unrefused;
    }

    private static async Task<string?> Unrefused(ActCell cell, ActWorld.Act act, KnownCaller who) =>
        await act(who) switch
        {
            null => "it wasn't refused",
            { Kind: RefusalKind.Denied, Words.Length: > 20 } => null,
            { Kind: RefusalKind.NotFound } when cell.Hides => null,
            { Kind: RefusalKind.Invalid, Words: var words }
                when cell.TellsPlaces && OfPlaces.Any(start => words.StartsWith(start, StringComparison.Ordinal)) =>
                null,
            { Words: var words } => $"it was refused for another reason: {words}",
        };
}
