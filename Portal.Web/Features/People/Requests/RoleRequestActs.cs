using Portal.Core;
using Portal.Core.People.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Parts;

namespace Portal.Web.Features.People.Requests;

/// <summary>Decides requests for roles from whatever page lists them.</summary>
public sealed class RoleRequestActs(RoleRequestDecisions decisions, StoreWatch store, Toaster toaster, Me me)
{
    /// <returns>Why it was refused; null when it is decided.</returns>
    public async Task<Refusal?> Decide(RoleRequestRow row, bool grants, string comment)
    {
        var outcome = await store.Ask(() =>
            grants
                ? decisions.Grant(me.Known, row.Id, comment, CancellationToken.None)
                : decisions.Refuse(me.Known, row.Id, comment, CancellationToken.None)
        );
        if (outcome is Outcome<RoleRequest>.Refused(var why))
        {
            return why;
        }

        toaster.Say(new Toast(Tone.Ok, grants ? "The role is given." : "The request is refused."));
        return null;
    }
}
