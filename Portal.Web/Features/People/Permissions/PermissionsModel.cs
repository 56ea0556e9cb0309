using Portal.Core;
using Portal.Core.People.Permissions;
using Portal.Web.Pages;

namespace Portal.Web.Features.People.Permissions;

/// <summary>What a person may do and why, in one team and everywhere.</summary>
public sealed class PermissionsModel(PermissionReading permissions) : PageModel<PersonPermissions>
{
    /// <param name="team">By name; null: one that they have a role in.</param>
    public async Task Load(string handle, string? team, CancellationToken stop)
    {
        switch (await permissions.Of(handle, team, stop))
        {
            case Outcome<PersonPermissions>.Done(var found):
                Show(found);
                break;
            case Outcome<PersonPermissions>.Refused(var why):
                Show(
                    new ViewState<PersonPermissions>.NotFound(
                        why.Words,
                        "People are listed when they have signed in once; teams under People, Teams."
                    )
                );
                break;
        }
    }
}
