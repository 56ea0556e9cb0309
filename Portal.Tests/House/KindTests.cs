using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;
using Portal.Web.Api;
using Portal.Web.Api.Kinds;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Workers.Applying;
using Portal.Workers.Planning;
using Portal.Workers.Reconciling;

namespace Portal.Tests.House;

/// <summary>Whoever stands in the list of kinds has every part that the lanes ask for, and no two parts answer for one kind.</summary>
public sealed class KindTests
{
    private static readonly ResourceKinds Listed = new ServiceCollection()
        .AddResourceKinds()
        .BuildServiceProvider()
        .GetRequiredService<ResourceKinds>();

    public static TheoryData<string> Words() => [.. Listed.All.Select(kind => kind.Kind.Word)];

    [Fact]
    public void The_kinds_of_tests_are_the_kinds_there_are() =>
        TestKinds.All.All.Select(kind => kind.Kind).ShouldBe(Listed.All.Select(kind => kind.Kind), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Words))]
    public void A_kind_has_one_of_each_part(string word)
    {
        var kind = new ResourceKind(word);
        Parts<ILiveReader>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "live reader");
        Parts<IEvidenceReader>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "evidence reader");
        Parts<IDriftReader>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "drift reader");
        Parts<IPreviewReader>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "reader for previews");
        Parts<IKindView>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "view");
        Parts<IKindForm>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "form of a request");
        Parts<IKindApi>(part => part.Kind).Count(kind.Equals).ShouldBe(1, "API");
    }

    /// <summary>A kind's steps lie beside it, in its own namespace. Those that are only recorded are done in the transaction in which their run ends.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void Each_step_of_a_kind_has_one_handler_and_a_scenario(string word)
    {
        var kind = Listed.Of(new(word));
        var steps = kind.GetType()
            .Assembly.GetTypes()
            .Where(type => type.Namespace == kind.GetType().Namespace && type.IsSubclassOf(typeof(Step)))
            .Where(type =>
                !((Step)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).IsOnlyRecorded
            )
            .ToList();
        steps.ShouldNotBeEmpty();
        foreach (var step in steps)
        {
            Handled().Count(step.Equals).ShouldBe(1, $"handlers of {step.Name}");
            Scenario.KindOf(step).ShouldBe(kind.Kind, $"scenario of {step.Name}");
            Scenario.Ways(step).ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_kind_has_routes_of_its_own(string word)
    {
        var folder = Listed.Of(new(word)).GetType().Namespace!.Split('.')[^1];
        Directory
            .GetFiles(Repository.PathOf("Portal.Web", "Api", folder), "*Routes.cs")
            .ShouldNotBeEmpty($"routes in Portal.Web/Api/{folder}");
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_kind_is_explained_to_who_uses_it_first(string word)
    {
        var page = Repository.PathOf("docs", "guide", $"first-{word}.md");

        File.Exists(page).ShouldBeTrue($"docs/guide/first-{word}.md");
        File.ReadAllText(Repository.PathOf("docs", "guide", "README.md")).ShouldContain($"first-{word}.md");
    }

    [Fact]
    public void Each_kind_has_a_place_in_the_rail() =>
        new ServiceCollection()
            .AddKindParts<IKindPlace>(typeof(ApiRegistration).Assembly)
            .Select(part => part.ImplementationType!)
            .ShouldBe(
                new ServiceCollection()
                    .AddKindParts<IKindView>(typeof(ApiRegistration).Assembly)
                    .Select(part => part.ImplementationType!)
            );

    private static IEnumerable<Type> Handled() =>
        typeof(IStepHandler)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false })
            .SelectMany(type => type.GetInterfaces())
            .Where(known => known.IsGenericType && known.GetGenericTypeDefinition() == typeof(IStepHandler<>))
            .Select(known => known.GetGenericArguments()[0]);

    // A part's kind is a constant of its class: none of what it works with is needed to ask for it.
    private static List<ResourceKind> Parts<TPart>(Func<TPart, ResourceKind> kindOf)
        where TPart : class =>
        [
            .. new[] { typeof(ResourceKinds).Assembly, typeof(IStepHandler).Assembly, typeof(ApiRegistration).Assembly }
                .SelectMany(assembly => new ServiceCollection().AddKindParts<TPart>(assembly))
                .Select(part =>
                    kindOf(
                        (TPart)
                            System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(
                                part.ImplementationType!
                            )
                    )
                ),
        ];
}
