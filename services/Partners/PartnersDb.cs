using Kivenkolo.Contracts;
using Kivenkolo.Partners.Organisations;
using Kivenkolo.Partners.Proposals;
using Kivenkolo.Partners.Webhooks;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners;

/// <summary>
/// The database of Partners. It owns the spaces: its table <c>spaces</c> is the original of which the other services keep copies. The key
/// ring with which webhooks' secrets are encrypted is here too, so that every replica can sign.
/// </summary>
public sealed class PartnersDb(DbContextOptions<PartnersDb> options, CurrentSpace space) : ServiceDb(options, space), IDataProtectionKeyContext
{
    internal const string OneOrganisationPerId = "pk_organisations";
    internal const string ProposalByListedOrganisation = "fk_proposals_organisation";
    internal const string OneContactPerOrganisation = "pk_contacts";
    internal const string OneWebhookPerId = "pk_webhooks";

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<InvitationLink> InvitationLinks => Set<InvitationLink>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddSchedulingTables();
        modelBuilder.AddDeliveryTables();
        modelBuilder.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.HasKey(o => new { o.SpaceId, o.Id }).HasName(OneOrganisationPerId);
            organisation.Property(o => o.BusinessId).HasMaxLength(9);
            organisation.Property(o => o.Url).HasMaxLength(500);
        });
        modelBuilder.Entity<Contact>(contact =>
        {
            contact.ToTable("contacts");
            contact.HasKey(c => new { c.SpaceId, c.OrganisationId }).HasName(OneContactPerOrganisation);
            contact.Property(c => c.Email).HasMaxLength(MailAddressAttribute.Longest);
            contact.HasOne<Organisation>().WithOne().HasForeignKey<Contact>(c => new { c.SpaceId, c.OrganisationId })
                .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_contacts_organisation");
        });
        modelBuilder.Entity<Proposal>(proposal =>
        {
            proposal.ToTable("proposals", table =>
            {
                table.HasCheckConstraint("ck_proposals_duration", "duration_minutes BETWEEN 5 AND 1440");
                table.HasCheckConstraint("ck_proposals_weeks", "weeks BETWEEN 1 AND 53");
                table.HasCheckConstraint("ck_proposals_decided", "(state = 'Received') = (decided_at IS NULL)");
            });
            proposal.HasKey(p => p.Id).HasName("pk_proposals");
            proposal.Property(p => p.Id).ValueGeneratedNever();
            proposal.Property(p => p.Answer).HasMaxLength(2000);
            proposal.HasOne<Organisation>().WithMany().HasForeignKey(p => new { p.SpaceId, p.OrganisationId })
                .OnDelete(DeleteBehavior.Restrict).HasConstraintName(ProposalByListedOrganisation);
            proposal.HasIndex(p => new { p.SpaceId, p.OrganisationId, p.Id }).HasDatabaseName("ix_proposals_organisation");
            proposal.HasIndex(p => new { p.SpaceId, p.State, p.Id }).HasDatabaseName("ix_proposals_state");
        });
        modelBuilder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations", table =>
                table.HasCheckConstraint("ck_invitations_proposals", $"proposals BETWEEN 0 AND {Invitation.MostProposals}"));
            invitation.HasKey(i => i.Id).HasName("pk_invitations");
            invitation.Property(i => i.Id).ValueGeneratedNever();
            invitation.Property(i => i.Email).HasMaxLength(MailAddressAttribute.Longest);
            invitation.Property(i => i.Language).HasMaxLength(LanguageTag.MaximumLength);
            invitation.HasOne<Organisation>().WithMany().HasForeignKey(i => new { i.SpaceId, i.OrganisationId })
                .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_invitations_organisation");
            invitation.HasIndex(i => new { i.SpaceId, i.OrganisationId }).HasDatabaseName("ix_invitations_organisation");
        });
        modelBuilder.Entity<InvitationLink>(link =>
        {
            link.ToTable("invitation_links");
            link.HasKey(l => l.TokenHash).HasName("pk_invitation_links");
            link.HasOne<Invitation>().WithMany().HasForeignKey(l => l.InvitationId)
                .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_invitation_links_invitation");
            link.HasIndex(l => l.InvitationId).HasDatabaseName("ix_invitation_links_invitation");
        });
        modelBuilder.Entity<Webhook>(webhook =>
        {
            webhook.ToTable("webhooks");
            webhook.HasKey(w => w.Id).HasName(OneWebhookPerId);
            webhook.Property(w => w.Id).ValueGeneratedNever();
            webhook.Property(w => w.Url).HasMaxLength(500);
            webhook.Property(w => w.Secret).HasMaxLength(1000);
            webhook.PrimitiveCollection(w => w.Events).ElementType().HasConversion<string>();
            webhook.HasOne<Organisation>().WithMany().HasForeignKey(w => new { w.SpaceId, w.OrganisationId })
                .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_webhooks_organisation");
            webhook.HasIndex(w => new { w.SpaceId, w.OrganisationId }).HasDatabaseName("ix_webhooks_organisation");
        });
        modelBuilder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("webhook_deliveries");
            delivery.HasKey(d => d.Id).HasName("pk_webhook_deliveries");
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.Type).HasMaxLength(60);
            delivery.Property(d => d.LastError).HasMaxLength(40);
            delivery.Ignore(d => d.MessageId);
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId)
                .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_webhook_deliveries_webhook");
            delivery.HasIndex(d => new { d.WebhookId, d.Id }).HasDatabaseName("ix_webhook_deliveries_webhook");
            delivery.HasIndex(d => d.CreatedAt).HasDatabaseName("ix_webhook_deliveries_created_at");
        });
        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
    }
}
