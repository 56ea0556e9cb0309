using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Specs;
using Portal.Core.Store;
using Portal.Tests.Changes;

namespace Portal.Tests.Specs;

/// <summary>A document that removes ACLs stays in its folder: to apply it again changes nothing, and stands in no other document's way.</summary>
public sealed class SpecRemovalTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly DateTimeOffset Looked = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_a_file_removes_is_requested_while_it_is_there_and_unchanged_once_it_is_gone()
    {
        var acl = On("removed.gone");
        await See(acl, Looked);
        (await Compare(acl))
            .Requests.ShouldHaveSingleItem()
            .Draft.Resources.ShouldHaveSingleItem()
            .Operation.ShouldBe(ResourceOperation.Create);

        await using (var db = await world.Open())
        {
            await db.Set<SeenAcl>().Where(seen => seen.Name == acl.Name).ExecuteDeleteAsync();
        }

        var after = await Compare(acl);
        (after.Problems.Count, after.Requests.Count, after.Unchanged).ShouldBe((0, 0, 1));
    }

    [Fact]
    public async Task What_was_removed_after_the_ACLs_were_last_read_is_not_requested_again()
    {
        var acl = On("removed.lately");
        await See(acl, Looked);
        var id = await world.Submit(new("", "needed", SeededStructure.Payments, [AclRemoval.Draft("main", [acl])]));
        await world.Sql($"update change set state = 'applied', updated_at = {Looked} where id = {id.Value}");

        var again = await Compare(acl);
        again.Requests.ShouldBeEmpty();
        again.Requested.ShouldHaveSingleItem().Change.ShouldBe(id);

        await See(acl, Looked.AddMinutes(3));
        (await Compare(acl)).Requests.ShouldHaveSingleItem("somebody created it once more");
    }

    private async Task<SpecDifference> Compare(Acl acl)
    {
        var removal = AclRemoval.Draft("main", [acl]);
        var document = new SpecDocument(
            AccessKind.Word,
            "main",
            removal.Name,
            SeededStructure.Payments,
            removal.Spec! with
            {
                Owner = SeededStructure.Payments,
            },
            null,
            new(new("a.yaml", 1, 1), new Dictionary<string, SpecPlace>())
        );
        return await new SpecComparison(
            world.Get<IDbContextFactory<PortalDb>>(),
            world.Get<ResourceKinds>(),
            [world.Get<AccessPreview>()],
            Options.Create(new RequestOptions()),
            TimeProvider.System
        ).Of(await world.Engineer(), [document], "", CancellationToken.None);
    }

    // All ACLs were read then, and this one was there.
    private async Task See(Acl acl, DateTimeOffset at)
    {
        await using var db = await world.Open();
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id;
        await db.Set<AclReading>().ExecuteDeleteAsync();
        await db.Set<SeenAcl>().ExecuteDeleteAsync();
        db.AddRange(
            new AclReading
            {
                ClusterId = cluster,
                ReadAt = at,
                TriedAt = at,
            },
            SeenAcl.Of(cluster, acl, at)
        );
        await db.SaveChangesAsync();
    }

    private static Acl On(string topic) =>
        new("User:legacy", AclOperation.Read, AclResource.Topic, AclPattern.Literal, topic);
}
