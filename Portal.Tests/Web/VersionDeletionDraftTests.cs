using Portal.Core;
using Portal.Core.Schemas;
using Portal.Tests.Schemas;
using Portal.Web.Features.Schemas;

namespace Portal.Tests.Web;

/// <summary>What is requested when versions are chosen on a schema's page.</summary>
public sealed class VersionDeletionDraftTests
{
    private static readonly string[] Texts =
    [
        SchemaWorlds.Order("id"),
        SchemaWorlds.Order("id", SchemaWorlds.Optional("note")),
        SchemaWorlds.Order("id", SchemaWorlds.Optional("other")),
    ];

    [Fact]
    public void An_older_version_goes_and_the_text_stays()
    {
        var spec = Without([1], arePermanent: true);

        spec.Schema.ShouldBe(Texts[2]);
        spec.DeletedVersions.ShouldBe([new VersionDeletion(1, IsPermanent: true)]);
    }

    [Fact]
    public void The_newest_goes_and_the_text_is_that_of_the_newest_that_stays()
    {
        Without([3], arePermanent: false).Schema.ShouldBe(Texts[1]);
        Without([2, 3], arePermanent: false).Schema.ShouldBe(Texts[0]);
    }

    [Fact]
    public void What_was_deleted_before_stays_named_once() =>
        VersionDeletionDraft
            .Without(
                SchemaWorlds.Spec(Texts[2]) with
                {
                    DeletedVersions = [new(1), new(7)],
                },
                Seen(),
                new([1], "", ArePermanent: true)
            )
            .DeletedVersions.ShouldBe([new(1, IsPermanent: true), new(7)]);

    private static SchemaSpec Without(int[] versions, bool arePermanent) =>
        VersionDeletionDraft.Without(SchemaWorlds.Spec(Texts[2]), Seen(), new(versions, "", arePermanent));

    private static List<SeenSchema> Seen() =>
        [
            .. Texts
                .Select(
                    (text, i) =>
                        new SeenSchema
                        {
                            ClusterId = new ClusterId(1),
                            Subject = "orders-value",
                            Version = i + 1,
                            SchemaId = i + 1,
                            Type = SchemaType.Avro,
                            Text = text,
                            Refs = [],
                            FirstSeenAt = DateTimeOffset.UnixEpoch,
                        }
                )
                .Reverse(),
        ];
}
