using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>
/// What every kind goes through names none of them: a folder that does has to be edited for the next one. A kind's own folder lies
/// in the shared one and bears the kind's name, as <c>Portal.Workers/Calendar/Access</c>.
/// </summary>
public sealed partial class SharedFolderTests
{
    private static readonly string[] Shared =
    [
        "Portal.Core/Audit",
        "Portal.Core/Changes",
        "Portal.Core/Resources",
        "Portal.Core/Specs",
        "Portal.Core/Store",
        "Portal.Core/Teams",
        "Portal.Engines/Http",
        "Portal.Web/Api/Changes",
        "Portal.Web/Api/Kinds",
        "Portal.Web/Api/Specs",
        "Portal.Web/Features/Changes",
        "Portal.Web/Features/Requests",
        "Portal.Web/Pages",
        "Portal.Web/Parts",
        "Portal.Workers/Applying",
        "Portal.Workers/Calendar",
        "Portal.Workers/Claiming",
        "Portal.Workers/Hosting",
        "Portal.Workers/Planning",
        "Portal.Workers/Reconciling",
    ];

    private static readonly string[] KindFolders =
    [
        .. new ServiceCollection()
            .AddResourceKinds()
            .BuildServiceProvider()
            .GetRequiredService<ResourceKinds>()
            .All.Select(kind => kind.GetType().Namespace!.Split('.')[^1]),
    ];

    public static TheoryData<string> Folders() => [.. Shared];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_that_all_kinds_share_names_none(string folder)
    {
        var files = Directory
            .EnumerateFiles(Repository.PathOf(folder.Split('/')), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split('/').Intersect(KindFolders).Any())
            .ToList();

        files.ShouldNotBeEmpty();
        files
            .SelectMany(file =>
                KindsNamedIn(File.ReadAllText(file))
                    .Select(kind => $"{Path.GetRelativePath(Repository.Root, file)} names {kind}")
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_kind_is_seen_where_it_is_imported_and_where_it_is_named_in_full()
    {
        KindsNamedIn("using Portal.Core.Jobs.Savepoints;\n").ShouldBe(["Jobs"]);
        KindsNamedIn("@using Portal.Web.Features.Topics\n").ShouldBe(["Topics"]);
        KindsNamedIn("var grant = new Portal.Core.Access.AccessSpec();").ShouldBe(["Access"]);
        KindsNamedIn("using Portal.Core.Resources;\nusing Portal.Core.JobCredentials;").ShouldBeEmpty();
    }

    private static IEnumerable<string> KindsNamedIn(string text) =>
        FullName()
            .Matches(text)
            .SelectMany(match => match.Value.Split('.'))
            .Intersect(KindFolders, StringComparer.Ordinal)
            .Distinct();

    [GeneratedRegex(@"\bPortal(?:\.\w+)+", RegexOptions.NonBacktracking)]
    private static partial Regex FullName();
}
