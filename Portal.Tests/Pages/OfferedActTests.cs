using Portal.Tests.Acts;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.Pages;

/// <summary>
/// Nobody meets a button that is refused: whatever any page offers to a holder of a role, they may do; and who may do it is offered it somewhere. What is
/// offered is read from the pages, so that a button without an entry here is found.
/// </summary>
[Collection(DrawnPages.Shared)]
public sealed class OfferedActTests(DrawnPages pages, ITestOutputHelper output)
{
    private const string Everybody = "everybody";

    // Something for a team of theirs, or for a part of what it owns: which one is chosen in the form.
    private const string SomeTeams = "member+ approver+ platform";

    // In a team of theirs.
    private const string SomeManagers = "owner* approver* platform";

    // AccessReviewTests.Only_approvers_of_the_data_answer_and_a_drop_is_not_taken_back
    private const string Reviewers = "approver";

    private static readonly string[] FormEnds = ["/another", "/change", "/edit", "/new", "/register", "/request"];

    private static readonly string Requesters = ActRoles.May["ChangeRequests.Submit"];
    private static readonly string Platform = ActRoles.May["ClusterRegistration.Register"];

    // Forms of requests, by the route that a link leads to.
    private static readonly Dictionary<string, string> Forms = new(StringComparer.Ordinal)
    {
        ["/access/request"] = SomeTeams,
        ["/access/{Cluster}/{Name}/change"] = SomeTeams,
        ["/changes/{Id:long}/another"] = SomeTeams,
        ["/changes/{Id:long}/edit"] = Requesters,
        ["/clusters/register"] = Platform,
        ["/clusters/{Name}/edit"] = Platform,
        ["/jobs/request"] = SomeTeams,
        ["/jobs/{Cluster}/{Name}/change"] = Requesters,
        ["/schemas/request"] = SomeTeams,
        ["/schemas/{Cluster}/{Name}/change"] = Requesters,
        ["/service-accounts/request"] = SomeTeams,
        ["/service-accounts/{Cluster}/{Name}/change"] = Requesters,
        ["/streams/new"] = SomeTeams,
        ["/topics/request"] = SomeTeams,
        ["/topics/{Cluster}/{Name}/change"] = Requesters,
    };

    // What a button says and whose it is. A star at its end: whatever follows; a page before it: only there.
    private static readonly Dictionary<string, string> Buttons = new(StringComparer.Ordinal)
    {
        ["Add *"] = SomeTeams,
        ["/clusters/{Name}/job-kafka Add"] = Platform,
        ["/clusters/{Name}/job-registry Add"] = Platform,
        ["Adopt as it is…"] = Requesters,
        ["Approve plan *"] = ActRoles.May["Voting.Cast"],
        ["Avro: *"] = SomeTeams,
        ["Cancel the change"] = ActRoles.May["ChangeStops.Cancel"],
        ["Cancel the job…"] = Requesters,
        ["Change the *"] = SomeTeams,
        ["Claim"] = "member+ approver+",
        ["Clear *"] = Everybody,
        ["Clear"] = Everybody,
        ["Close the review"] = ActRoles.May["BreakGlassClosing.Review"],
        ["Confirm…"] = ActRoles.May["BreakGlassConfirmation.Confirm"],
        ["Copy *"] = Everybody,
        ["Create job"] = SomeTeams,
        ["Delete the *"] = Requesters,
        ["Delete versions…"] = Requesters,
        ["Deregister…"] = ActRoles.May["ClusterDeregistration.Deregister"],
        ["/people/{Handle} Disable…"] = ActRoles.May["PersonAccess.Disable"],
        ["/portal-service-accounts/{Name} Disable…"] = ActRoles.May["AccountManagement.Disable"],
        ["Disable and hand over"] = ActRoles.May["HandOver.Do"],
        ["Drop…"] = Reviewers,
        ["Edit"] = ActRoles.May["TeamContacts.Save"],
        ["/sessions End"] = Everybody,
        ["Extend by*"] = SomeTeams,
        ["Fill in an example"] = Everybody,
        ["Give"] = Platform,
        ["Give the role"] = SomeManagers,
        ["Grant…"] = ActRoles.May["RoleRequestDecisions.Grant"],
        ["JSON Schema: *"] = SomeTeams,
        ["Keep"] = Reviewers,
        ["Keep all*"] = Reviewers,
        ["New account"] = SomeManagers,
        ["/portal-service-accounts/{Name} New token"] = ActRoles.May["AccountTokens.Create"],
        ["/tokens New token"] = ActRoles.May["TokenManagement.Make"],
        ["Open break-glass access"] = ActRoles.May["BreakGlassOpening.Open"],
        ["Open review"] = SomeManagers,
        ["Plan again"] = ActRoles.May["ChangeStops.PlanAgain"],
        // Whose rows they are is known when it is asked what they are read from.
        ["Preview rows"] = Everybody,
        ["Protobuf: *"] = SomeTeams,
        ["Refresh"] = "platform auditor",
        ["Refuse…"] = ActRoles.May["RoleRequestDecisions.Refuse"],
        ["Register"] = Platform,
        ["Reject"] = ActRoles.May["Voting.Cast"],
        ["Remove"] = SomeTeams,
        ["Remove access…"] = Requesters,
        ["Remove…"] = SomeTeams,
        ["/clusters/{Name}/flink Remove…"] = ActRoles.May["FlinkRegistration.Remove"],
        ["/clusters/{Name}/registry Remove…"] = ActRoles.May["RegistryRegistration.Remove"],
        ["/portal-service-accounts/{Name} Remove…"] = ActRoles.May["AccountManagement.Remove"],
        ["Request transfer"] = ActRoles.May["RequestBatches.Submit"],
        ["/portal-service-accounts/{Name} Revoke…"] = ActRoles.May["AccountTokens.Revoke"],
        ["/tokens Revoke…"] = ActRoles.May["TokenManagement.Revoke"],
        ["Rotate the password"] = Requesters,
        ["Rotate…"] = ActRoles.May["AccountTokens.Rotate"],
        ["Save"] = Platform,
        ["Select all"] = Requesters,
        ["Select all shown"] = SomeTeams,
        ["Send back"] = ActRoles.May["Voting.Cast"],
        ["Send for approval"] = SomeTeams,
        ["Send the request"] = ActRoles.May["RoleRequests.Send"],
        ["Settle…"] = ActRoles.May["RunControl.Settle"],
        ["Show more"] = Everybody,
        ["Swap"] = Everybody,
        ["Take away…"] = ActRoles.May["RoleGrants.Take"],
        ["Test connection"] = ActRoles.May["ClusterRegistration.Test"],
        ["Try again"] = ActRoles.May["RunControl.Retry"],
        ["Withdraw"] = ActRoles.May["BreakGlassClosing.End"],
        ["/jobs/{Cluster}/{Name} Pin"] = ActRoles.May["SavepointActs.Pin"],
        ["/jobs/{Cluster}/{Name} Unpin"] = ActRoles.May["SavepointActs.Unpin"],
        ["/jobs/{Cluster}/{Name} Delete"] = ActRoles.May["SavepointActs.Delete"],
    };

    [Fact]
    public void What_a_page_offers_may_be_done_and_who_may_do_it_is_offered_it()
    {
        var offers = pages.All.SelectMany(Offers).ToList();

        offers.Where(offer => offer.Roles is null).Select(offer => offer.What).Distinct().ShouldBeEmpty();
        offers
            .Where(offer => !offer.For.IsAmong(offer.Roles!))
            .Select(offer => $"{offer.What} on {offer.Address} for {offer.For}")
            .ShouldBeEmpty();
        offers
            .GroupBy(offer => offer.What)
            .SelectMany(
                offered =>
                    SingleRole.All.Where(h => h.IsAmong(offered.First().Roles!)).Except(offered.Select(o => o.For)),
                (offered, holder) => $"{offered.Key} nowhere for {holder}"
            )
            .ShouldBeEmpty();
        Forms.Values.Concat(Buttons.Values).SelectMany(SingleRole.Unknown).ShouldBeEmpty();
        output.WriteLine($"{Forms.Count + Buttons.Count} kinds of offers, met {offers.Count} times.");
        SecurityCounts.Says($"{Forms.Count + Buttons.Count} kinds of links and buttons");
    }

    [Fact]
    public void Every_form_of_a_request_is_among_them() =>
        PageRoutes
            .Templates.Where(template => FormEnds.Contains(template[template.LastIndexOf('/')..]))
            .ShouldBe(Forms.Keys, ignoreOrder: true);

    private static IEnumerable<(string What, string? Roles, SingleRole For, string Address)> Offers(DrawnPage page) =>
        page
            .Links.Select(Form)
            .OfType<string>()
            .Select(form => (form, (string?)Forms[form], page.For, page.Address))
            .Concat(
                page.Buttons.Select(words =>
                    Entry(page.Template, words) is { } entry
                        ? (entry, Buttons[entry], page.For, page.Address)
                        : ($"{page.Template} {words}", (string?)null, page.For, page.Address)
                )
            );

    private static string? Form(string link) => Forms.Keys.FirstOrDefault(template => PageRoutes.IsOf(template, link));

    private static string? Entry(string template, string words) =>
        Buttons.Keys.FirstOrDefault(entry => entry == $"{template} {words}")
        ?? Buttons.Keys.FirstOrDefault(entry => entry == words)
        ?? Buttons.Keys.FirstOrDefault(entry =>
            entry.EndsWith('*') && words.StartsWith(entry[..^1], StringComparison.Ordinal)
        );
}
