using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Resources;

namespace Portal.Web.Layout;

/// <summary>Where each thing is shown. Links and routes are kept together by the tests of the pages.</summary>
public static class Addresses
{
    public const string Topics = "/topics";
    public const string RequestTopic = "/topics/request";
    public const string Schemas = "/schemas";
    public const string RequestSchema = "/schemas/request";
    public const string RequestStream = "/streams/new";
    public const string Jobs = "/jobs";
    public const string RequestJob = "/jobs/request";
    public const string Studio = "/jobs/studio";
    public const string Access = "/access";
    public const string RequestAccess = "/access/request";
    public const string AccessReviews = "/access-reviews";
    public const string ServiceAccounts = "/service-accounts";
    public const string RequestServiceAccount = "/service-accounts/request";
    public const string Groups = "/groups";
    public const string Changes = "/changes";
    public const string Drafts = "/changes?tab=drafts";
    public const string Unowned = "/unowned";
    public const string Clusters = "/clusters";
    public const string Tokens = "/tokens";
    public const string Sessions = "/sessions";
    public const string Version = "/version";
    public const string RoleRules = "/role-rules";
    public const string People = "/people";
    public const string PortalAccounts = "/portal-service-accounts";
    public const string RoleRequests = "/role-requests";
    public const string BreakGlass = "/break-glass";
    public const string Teams = "/people?tab=teams";

    public static string Topic(string cluster, string name, string? tab = null) =>
        $"/topics/{Uri.EscapeDataString(cluster)}/{Uri.EscapeDataString(name)}{Tab(tab)}";

    public static string Schema(string cluster, string subject, string? tab = null) =>
        $"/schemas/{Uri.EscapeDataString(cluster)}/{Uri.EscapeDataString(subject)}{Tab(tab)}";

    public static string Job(string cluster, string name, string? tab = null) =>
        $"/jobs/{Uri.EscapeDataString(cluster)}/{Uri.EscapeDataString(name)}{Tab(tab)}";

    /// <summary>A change that starts it with tables of the newest schema versions.</summary>
    public static string JobToNewestSchemas(string cluster, string name) => $"{Job(cluster, name)}/change?for=newest";

    /// <summary>A change that takes a savepoint of it.</summary>
    public static string JobSavepoint(string cluster, string name) => $"{Job(cluster, name)}/change?for=savepoint";

    /// <summary>The studio with a query over a topic.</summary>
    public static string StudioOf(string cluster, string topic) =>
        $"{Studio}?cluster={Uri.EscapeDataString(cluster)}&topic={Uri.EscapeDataString(topic)}";

    public static string Group(string cluster, string name, string? tab = null) =>
        $"/groups/{Uri.EscapeDataString(cluster)}/{Uri.EscapeDataString(name)}{Tab(tab)}";

    public static string Grant(string cluster, string name, string? tab = null) =>
        $"/access/{Uri.EscapeDataString(cluster)}/{Uri.EscapeDataString(name)}{Tab(tab)}";

    public static string ServiceAccount(string cluster, string name) =>
        $"/service-accounts/{Uri.EscapeDataString(cluster)}/{Uri.EscapeDataString(name)}";

    public static string Principal(string cluster, string principal) =>
        $"/access/{Uri.EscapeDataString(cluster)}/principals/{Uri.EscapeDataString(principal)}";

    /// <summary>A form for access that begins with what is known.</summary>
    /// <param name="as">The principal.</param>
    public static string RequestAccessTo(
        string cluster,
        string? topic,
        string? @as = null,
        AccessMode mode = AccessMode.Read,
        AclPattern pattern = AclPattern.Literal
    ) =>
        $"{RequestAccess}?cluster={Uri.EscapeDataString(cluster)}&to={Uri.EscapeDataString(topic ?? "")}&as={Uri.EscapeDataString(@as ?? "")}&mode={mode}&pattern={pattern}";

    /// <summary>A request that extends a grant until this moment, or the end of its day: the form takes the last day, and one that ends at midnight ends with the day before.</summary>
    public static string ExtendAccess(string cluster, string name, DateTimeOffset until) =>
        $"{Grant(cluster, name)}/change?until={until.ToUniversalTime().AddTicks(-1):yyyy-MM-dd}";

    public static string AccessReview(long id) => $"{AccessReviews}/{id}";

    public static string Change(ChangeId id) => $"/changes/{id}";

    public static string Resubmission(ChangeId id) => $"{Change(id)}/edit";

    /// <param name="form">Where the draft was begun.</param>
    public static string Draft(string form, DraftId id) => $"{form}{(form.Contains('?') ? '&' : '?')}draft={id}";

    /// <summary>A new request that begins as this change was requested.</summary>
    public static string Another(ChangeId id) => $"{Change(id)}/another";

    /// <param name="request">Where one of its kind is requested.</param>
    public static string Another(string request, string cluster, string name) =>
        $"{request}?like={Uri.EscapeDataString(name)}&on={Uri.EscapeDataString(cluster)}";

    public static string Person(string handle) => $"{People}/{Uri.EscapeDataString(handle)}";

    /// <summary>What each role allows.</summary>
    public const string Roles = "/roles";

    /// <summary>What a person may do, and why.</summary>
    public static string Permissions(string handle) => $"{Person(handle)}/permissions";

    /// <summary>What a person who leaves would leave behind, and who takes over.</summary>
    public static string HandOver(string handle) => $"{Person(handle)}/hand-over";

    /// <summary>Changes that this person requested, among others with the handle in their words.</summary>
    public static string ChangesBy(string handle) => $"{Changes}?tab=all&words={Uri.EscapeDataString(handle)}&env=all";

    public static string Team(string name) => $"{People}/teams/{Uri.EscapeDataString(name)}";

    /// <summary>The form for a role, with the team chosen.</summary>
    public static string RequestRole(string team) => $"{RoleRequests}?team={Uri.EscapeDataString(team)}";

    public static string BreakGlassOf(long id) => $"{BreakGlass}/{id}";

    /// <summary>Where what a team owns is given to another team.</summary>
    public static string Transfer(string team) => $"{Team(team)}/transfer";

    /// <summary>The same, with a resource that is selected there.</summary>
    public static string Transfer(string team, ResourceKind kind, string cluster, string name) =>
        $"{Transfer(team)}?kind={kind.Word}&cluster={Uri.EscapeDataString(cluster)}&resource={Uri.EscapeDataString(name)}";

    /// <summary>A Portal service account; what a program signs in to Kafka with is <see cref="ServiceAccount"/>.</summary>
    public static string PortalAccount(string name) => $"{PortalAccounts}/{Uri.EscapeDataString(name)}";

    public static string PortalAccountsOf(string team) => $"{PortalAccounts}?team={Uri.EscapeDataString(team)}";

    public static string Cluster(string name) => $"/clusters/{Uri.EscapeDataString(name)}";

    /// <summary>The catalogue, narrowed to a team.</summary>
    public static string TopicsOf(string team) => TopicsOf([team]);

    /// <param name="health">A choice of the catalogue's filter.</param>
    public static string TopicsOf(IEnumerable<string> teams, string? health = null) => Narrowed(Topics, teams, health);

    public static string JobsOf(IEnumerable<string> teams) => Narrowed(Jobs, teams, null);

    /// <summary>The groups that read topics of these teams.</summary>
    public static string GroupsOf(IEnumerable<string> teams, string? health = null) => Narrowed(Groups, teams, health);

    private static string Narrowed(string list, IEnumerable<string> teams, string? health) =>
        $"{list}?team={string.Join(',', teams.Select(Uri.EscapeDataString))}{(health is null ? "" : $"&is={health}")}";

    private static string Tab(string? tab) => tab is null ? "" : $"?tab={tab}";
}
