using static Portal.Tests.Costs.CostedWeb;

namespace Portal.Tests.Costs;

/// <summary>Where each page is that shows one of something, by its route; and views of lists that no tab leads to.</summary>
internal static class CostedPages
{
    /// <summary>For who may: others are only told so.</summary>
    private static readonly string[] OfThePlatform =
    [
        "/break-glass/{Id:long}",
        "/clusters/register",
        "/clusters/{Name}/",
        "/people/{Handle}/hand-over",
        "/version",
    ];

    private static readonly Dictionary<string, Func<Filled, string[]>> OfOne = new(StringComparer.Ordinal)
    {
        ["/access-reviews/{Number:long}"] = f => [$"/access-reviews/{f.Review}"],
        ["/access/{Cluster}/principals/{Principal}"] = _ => [$"/access/dev/principals/{CostedAccess.Principal}"],
        ["/access/{Cluster}/{Name}"] = f => [$"/access/dev/{f.Grant}"],
        ["/access/{Cluster}/{Name}/change"] = f => [$"/access/dev/{f.Grant}/change"],
        ["/break-glass/{Id:long}"] = f => [$"/break-glass/{f.BreakGlass}"],
        ["/changes/{Id:long}/another"] = f => [$"/changes/{f.Applied}/another"],
        ["/changes/{Id:long}/edit"] = f => [$"/changes/{f.SentBack}/edit"],
        ["/changes/{Number:long}"] = f => [$"/changes/{f.Applied}", $"/changes/{f.Waiting}", $"/changes/{f.Planning}"],
        ["/clusters/{Name}"] = _ => ["/clusters/dev"],
        ["/clusters/{Name}/edit"] = _ => ["/clusters/dev/edit"],
        ["/clusters/{Name}/flink"] = _ => ["/clusters/dev/flink"],
        ["/clusters/{Name}/job-kafka"] = _ => ["/clusters/dev/job-kafka"],
        ["/clusters/{Name}/job-registry"] = _ => ["/clusters/dev/job-registry"],
        ["/clusters/{Name}/registry"] = _ => ["/clusters/dev/registry"],
        ["/groups/{Cluster}/{Name}"] = f => [$"/groups/dev/{f.Topic}.reader"],
        ["/jobs/{Cluster}/{Name}"] = f => [$"/jobs/dev/{f.Topic}"],
        ["/jobs/{Cluster}/{Name}/change"] = f => [$"/jobs/dev/{f.Topic}/change"],
        ["/people/teams/{Name}"] = _ => ["/people/teams/payments"],
        ["/people/teams/{Name}/transfer"] = _ => ["/people/teams/payments/transfer"],
        ["/people/{Handle}"] = f => ["/people/ada", $"/people/{f.Person}"],
        ["/people/{Handle}/hand-over"] = f => [$"/people/{f.Person}/hand-over"],
        ["/people/{Handle}/permissions"] = _ => ["/people/ada/permissions?team=payments"],
        ["/portal-service-accounts/{Name}"] = f => [$"/portal-service-accounts/{f.PortalAccount}"],
        ["/schemas/{Cluster}/{Name}/change"] = f => [$"/schemas/dev/{f.Subject}/change"],
        ["/schemas/{Cluster}/{Subject}"] = f => [$"/schemas/dev/{f.Subject}"],
        ["/service-accounts/{Cluster}/{Name}"] = f => [$"/service-accounts/dev/{f.Account}"],
        ["/service-accounts/{Cluster}/{Name}/change"] = f => [$"/service-accounts/dev/{f.Account}/change"],
        ["/topics/{Cluster}/{Name}"] = f => [$"/topics/dev/{f.Topic}"],
        ["/topics/{Cluster}/{Name}/change"] = f => [$"/topics/dev/{f.Topic}/change"],
        ["/changes"] = f => ["/changes", $"/changes?tab=mine&chosen={f.Waiting}", "/changes?tab=all&q=filled"],
    };

    /// <summary>A page of one of something that isn't here isn't counted.</summary>
    public static IEnumerable<string> WithoutAddress(IEnumerable<string> templates) =>
        templates.Where(template => template.Contains('{', StringComparison.Ordinal)).Except(OfOne.Keys);

    public static string[] Addresses(string template, Filled filled) =>
        OfOne.TryGetValue(template, out var of) ? of(filled) : [template];

    /// <returns>The handle of who may see all of it.</returns>
    public static string Visitor(string template) =>
        OfThePlatform.Any(prefix => template.StartsWith(prefix, StringComparison.Ordinal)) ? "sam" : "grace";
}
