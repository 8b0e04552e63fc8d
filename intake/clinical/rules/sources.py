"""Every citation, once, with what was checked of it.

Marks: V read in the source or a copy of it; K from general knowledge, for a clinical lead to check before release;
D a decision of this product, with no outside authority. Source: rule book section J.
"""

from __future__ import annotations

from intake.clinical.language.sources import Source

SOURCES: dict[str, Source] = {
    source.id: source
    for source in (
        Source(
            "SEED",
            "given",
            "The article this product was commissioned from (on depression and leg pain): scope and category names, not evidence.",
        ),
        Source("TOOL", "decision", "Design decision made in this specification; no external authority."),
        Source(
            "PHQ9-LIC",
            "verified",
            "CamCOPS documentation docs/source/tasks/phq9.rst (repo ucam-department-of-psychiatry/camcops, commit 56a303e) quoting phqscreeners.com: 'no permission is required to reproduce, translate, display or distribute'; FHIR/LOINC copyright text: 'Copyright (c) Pfizer Inc. ... No permission required to reproduce, translate, display or distribute' (packages2.fhir.org 44249-1).",
        ),
        Source(
            "PHQ9-TEXT",
            "verified",
            "Item and option texts: CamCOPS server/camcops_server/extra_strings/phq9.xml and gad7.xml; LOINC panel texts (loinc.org/69729-2; get-ig.org 44249-1).",
        ),
        Source("PHQ9-ALG", "verified", "CamCOPS tasks/phq9.py (is_mds, is_ods, n_core, n_other)."),
        Source(
            "K2001",
            "verified",
            "Kroenke K, Spitzer RL, Williams JB. PHQ-9. J Gen Intern Med 2001;16:606-13 (88%/88% at >=10, bands 5/10/15/20: seen in mdedge, CamCOPS phq8.rst).",
        ),
        Source(
            "KS2002",
            "verified second-hand",
            "Kroenke K, Spitzer RL. The PHQ-9: a new depression diagnostic and severity measure. Psychiatr Ann 2002;32:509-21 (studylib.net/doc/18087300). Action table recalled, not seen. Its text for 20-27 is stronger than ours (immediate start of medicine); ours is own wording.",
            named="Kroenke K, Spitzer RL. Psychiatr Ann 2002;32:509-21",
        ),
        Source(
            "ARROLL2010",
            "verified",
            "Arroll B et al. Ann Fam Med 2010;8:348-53 (PMC2906530): PHQ-2>=2 86/78, >=3 61/92; PHQ-9>=10 74/91.",
        ),
        Source(
            "LEVIS2019",
            "verified",
            "Levis B et al. BMJ 2019;365:l1476: PHQ-9>=10 sens 0.88 (0.83-0.92), spec 0.85 (0.82-0.88) vs semi-structured interview.",
        ),
        Source(
            "LEVIS2020",
            "verified",
            "Levis B et al. JAMA 2020;323:2290-2300 (PMC7284301): PHQ-2>=2 then PHQ-9>=10: sens 0.82, spec 0.87.",
        ),
        Source(
            "RICHARDSON2010",
            "verified",
            "Richardson LP et al. Pediatrics 2010;126:1117-23 (PMC3217785): ages 13-17, cut 11, 89.5/77.5.",
        ),
        Source(
            "AAGAARD2023",
            "verified",
            "Aagaard A et al. Clin J Pain 2023, doi 10.1097/AJP.0000000000001142: in 33 people with high-impact pain, items 2, 6, 9 >97% congruent; items 1,3,4,5,7,8,10 <50%.",
        ),
        Source(
            "PMC2909700",
            "verified",
            "Letter reply (PMC2909700): existing evidence generally supports unmodified depression measures in chronic pain.",
        ),
        Source(
            "SIMON2013",
            "verified",
            "Simon GE et al. Psychiatr Serv 2013;64:1195-202: 1-year attempt risk 0.4% (not at all) to 4% (nearly every day); death 0.03% to 0.3%.",
        ),
        Source(
            "SIMON2016",
            "verified",
            "Simon GE et al. J Clin Psychiatry 2016;77:221-7: 2-year attempt hazard 0.5% to 3.5%; death 0.04% to 0.19%.",
        ),
        Source(
            "LOUZON2016",
            "verified",
            "Louzon SA et al. Psychiatr Serv 2016;67:517-22: HR 1.75/2.15/2.85 for item 9 = 1/2/3; 71.6% of suicides answered 'not at all'.",
        ),
        Source(
            "NG225",
            "verified second-hand",
            "NICE NG225 Self-harm (2022): 'Do not use risk assessment tools ... to predict future suicide or repetition of self-harm', nor global low/medium/high stratification; NHS England 'Staying safe from suicide' calls static stratification unacceptable (quoted at nbmedical.com).",
        ),
        Source(
            "NG222",
            "verified in part",
            "NICE NG222 Depression in adults (2022): less severe = PHQ-9 <16 (page 79); antidepressant review usually within 2 weeks, 1 week if 18-25 or suicide concern, no later than 4 weeks (pages 17, 22). Other statements from knowledge.",
        ),
        Source(
            "CG91",
            "verified",
            "NICE CG91: two case-finding questions; 'comprehensive assessment that does not rely simply on a symptom count'. Collaborative care and bleeding advice from knowledge.",
        ),
        Source(
            "GAD7",
            "verified",
            "GAD-7 >=10: 89/82 (Spitzer 2006, in CamCOPS gad7.rst); GAD-2 >=3: 86/83 (Kroenke 2007). 'Not at all sure' error: Zorowitz 2021, Lancet Psychiatry 8:180.",
            named="Spitzer 2006; Kroenke 2007; Zorowitz 2021, Lancet Psychiatry 8:180",
        ),
        Source(
            "KREBS2009",
            "verified",
            "Krebs EE et al. PEG. J Gen Intern Med 2009;24:733-8 (open access; alpha 0.73/0.89).",
        ),
        Source("REED2023", "verified", "Reed DE et al. J Pain 2023/24 (PMC10859144): PEG MID about 1 (0.6-1.75)."),
        Source(
            "AUDITC",
            "verified",
            "LOINC 75626-2: 0-12; >=4 men, >=3 women positive; 'AUDIT-C is available for use in the public domain' (SAMHSA, quoted in CamCOPS audit.rst); WHO AUDIT manual not for sale/commercial use.",
        ),
        Source(
            "ASQ",
            "verified in part",
            "NIMH ASQ toolkit: free; items 1-2 and 'positive = yes to any of the 4' seen; items 3-5 wording and 'refusal counts as positive' from knowledge; 97% of at-risk youth identified (NIMH page). Items 3 to 5 and adult accuracy (PMC9773543: 100% and 89%) read in copies; whether a declined answer counts as positive in adults differs between copies, so it is our decision here.",
        ),
        Source(
            "IDPAIN",
            "verified",
            "Portenoy R. Curr Med Res Opin 2006;22:1555-65 (PubMed 16870080): six items, score -1 to 5.",
        ),
        Source(
            "DN4",
            "verified",
            "DN4 item content (awell-health/awell-score src/scores/dn4, commit c37843e); copyright via Mapi from knowledge.",
            named="DN4 item content, awell-health/awell-score",
        ),
        Source(
            "NP-GRADE",
            "knowledge",
            "Finnerup NB et al. Neuropathic pain: an updated grading system. Pain 2016;157:1599-606.",
            named="Finnerup NB et al. Pain 2016;157:1599-606",
        ),
        Source(
            "ECQ",
            "verified",
            "Leng GC, Fowkes FG. J Clin Epidemiol 1992;45:1101-9: 91.3% sens / 99.3% spec (medicalalgorithms.com). medicalcriteria.com prints the two numbers swapped.",
        ),
        Source(
            "BENDER2006",
            "verified",
            "Bendermacher BL et al. Br J Gen Pract 2006;56:932-7: ECQ sensitivity only 56.2% in general practice.",
        ),
        Source(
            "BOYLAN2021", "verified", "Boylan L et al. Angiology 2021;72:474-9: ECQ 52.5% sens / 87.1% spec vs duplex."
        ),
        Source(
            "FM2016",
            "verified",
            "Wolfe F et al. Semin Arthritis Rheum 2016;46:319-29: WPI >=7 & SSS >=5, or WPI 4-6 & SSS >=9; >=4 of 5 regions; >=3 months; valid irrespective of other diagnoses.",
        ),
        Source("NG158", "verified", "NICE NG158 Table 1 and recs 1.1.2-1.1.4 (two-level Wells; scan within 4 h)."),
        Source(
            "CES-BMJBP",
            "verified",
            "BMJ Best Practice, cauda equina (a copy): onset <14 d or deterioration of bladder/bowel, saddle, bilateral motor, sexual symptoms; MRI within 4 h; PVR 200 mL.",
        ),
        Source(
            "CES-CSP",
            "verified",
            "CSP commentary on GIRFT national pathway (2024): new bilateral leg pain listed; immediate ED referral.",
        ),
        Source(
            "IFOMPT",
            "verified (abstract)",
            "Finucane LM et al. JOSPT 2020;50:350-72: red flags framework; little high-quality accuracy evidence.",
        ),
        Source(
            "SPINF2019",
            "verified",
            "Yusuf M et al. BMC Musculoskelet Disord 2019 (s12891-019-2949-6): spinal pain 72%, fever 55%, diabetes 18%, IVDU 9% of cases.",
        ),
        Source("ALI-RCEM", "verified", "RCEMLearning acute limb ischaemia: sudden fall in perfusion, <2 weeks."),
        Source(
            "ALI-DEVON",
            "verified",
            "Devon formulary vascular referral: six Ps; loss of sensation/paralysis = advanced; foot always affected.",
        ),
        Source(
            "ALI-HIGHLAND", "verified", "NHS Highland vascular guideline: immediate phone call to vascular consultant."
        ),
        Source(
            "CG147",
            "verified in part",
            "NICE CG147: information for PAD must include support for depression and anxiety. ABPI and exercise statements from knowledge.",
        ),
        Source(
            "GVG2019",
            "verified",
            "Conte MS et al. J Vasc Surg 2019;69(6S):3S (PMC8365864): CLTI definition; urgent vascular referral; toe pressure preferred.",
        ),
        Source(
            "BSR2006",
            "verified",
            "Coakley G et al. Rheumatology 2006;45:1039-41: hot swollen joint = septic until proven otherwise, even without fever; aspirate before antibiotics.",
        ),
        Source(
            "BOAST10",
            "verified",
            "BOAST compartment syndrome (boa.ac.uk): pain out of proportion and on passive stretch; pulses normally present.",
        ),
        Source(
            "NF-BMJBP",
            "verified",
            "BMJ Best Practice necrotising fasciitis (a copy): suspect if rapidly progressive soft-tissue infection with severe pain, or oedema beyond erythema, or systemic signs; refer immediately.",
        ),
        Source("NF-PULSE", "verified", "Pulse 'How not to miss necrotising fasciitis'."),
        Source(
            "OTTAWA",
            "verified",
            "Ottawa rules as printed by guidelinecentral, ALiEM, U Maryland. Age criterion is 55 or over (several sites print '>55').",
        ),
        Source(
            "SRG",
            "verified",
            "Scottish Referral Guidelines for Suspected Cancer (rightdecisions.scot.nhs.uk): X-ray for unexplained bone pain persistent, increasing, non-mechanical, nocturnal or at rest; lump >=5 cm or growing.",
        ),
        Source(
            "NG12",
            "verified in part",
            "NICE NG12. CYP X-ray and FBC within 48 h seen (pharmacy-notebook). Myeloma rule (age 60+, persistent bone pain) from knowledge. Growing lump, myeloma bloods at 60 and weight loss with back pain read second-hand; size over 5 cm is Scottish guidance.",
            named="suspected cancer",
        ),
        Source(
            "NG12-CYP",
            "verified",
            "As above, children and young people rows.",
            named="suspected cancer, children and young people",
        ),
        Source(
            "NG234",
            "located; detail from its predecessor",
            "NICE NG234 spinal metastases and MSCC (2023). CG75 (superseded) and a summary list radicular pain, weakness, difficulty walking and sensory or bladder changes as immediate.",
        ),
        Source(
            "QS33",
            "verified",
            "NICE QS33 Rheumatoid arthritis: assessment in a rheumatology service within 3 working days of referral with suspected persistent synovitis of small joints or more than one joint.",
        ),
        Source(
            "NG193",
            "verified",
            "NICE NG193: chronic primary pain: exercise, CBT/ACT, acupuncture, specified antidepressants; do not start opioids, gabapentinoids, NSAIDs, paracetamol, benzodiazepines.",
        ),
        Source(
            "NG59",
            "verified in part",
            "NICE NG59: acupuncture not recommended for low back pain/sciatica (several sources). TENS, imaging and gabapentinoid statements from knowledge.",
        ),
        Source(
            "NG226",
            "verified in part",
            "NICE NG226 osteoarthritis (2022): clinical diagnosis at 45+, stiffness none or <=30 min; no acupuncture, no electrotherapy; exercise and weight. Age 45, stiffness of 30 minutes or less and no routine imaging read at nice.org.uk; acupuncture and electrotherapy second-hand.",
        ),
        Source(
            "SCAMP",
            "population and design verified; result from knowledge",
            "Kroenke K et al. JAMA 2009;301:2099-110 (PMC2884224): back/hip/knee pain >=3 months + PHQ-9 >=10; antidepressant + pain self-management.",
        ),
        Source("BAIR2003", "verified", "Bair MJ et al. Arch Intern Med 2003;163:2433-45."),
        Source(
            "BAIR2008",
            "verified",
            "Bair MJ et al. Psychosom Med 2008;70:890-7 (PMC2902727): disability days 18.1 (pain only) to 42.6 (pain+depression+anxiety).",
        ),
        Source(
            "PMC2677657",
            "verified",
            "Psychosocial stress and anxiety in musculoskeletal pain with/without depression. Gen Hosp Psychiatry 2009.",
        ),
        Source(
            "KWON2023", "verified", "Kwon CY, Lee B. Front Psychol 2023;14:1217299: pooled past-2-week ideation 25.87%."
        ),
        Source(
            "TORINO2025",
            "verified second-hand",
            "Torino G et al., meta-analysis of 91 studies, annotation at clpsychiatry.org.",
        ),
        Source(
            "ARYA2018",
            "verified",
            "Arya S et al. J Vasc Surg 2018: 155,647 veterans; amputation HR 1.13, mortality HR 1.17.",
        ),
        Source("HALBERT2016", "verified", "Halbert BT et al. Pain 2016;157:2452-7 (PMC5069117)."),
        Source(
            "SCHERRER2024",
            "verified",
            "Scherrer JF, Salas J (OUP 2024 chapter): bidirectional link; causation not settled.",
        ),
        Source("CDC2022", "verified second-hand", "Dowell D et al. MMWR Recomm Rep 2022;71(3)."),
        Source(
            "DULOX",
            "verified (secondary)",
            "Duloxetine contraindications: liver disease, eGFR <30, uncontrolled hypertension, MAOI (MIMS, FPnotebook).",
            named="MIMS, FPnotebook: duloxetine contraindications",
        ),
        Source(
            "EAS2015",
            "verified",
            "EAS consensus Table 1 (PMC4416140): CK >10x ULN myopathy; >40x with renal injury or myoglobinuria rhabdomyolysis.",
        ),
        Source(
            "STANLEY2018",
            "verified",
            "Stanley B et al. JAMA Psychiatry 2018;75:894-900 (safety planning). A cohort comparison of a plan with telephone follow-up (PMC6142908), not a trial.",
        ),
        Source(
            "FINAN2013",
            "verified",
            "Finan PH et al. J Pain 2013;14:1539-52. Abstract: sleep predicts pain more strongly than the reverse.",
            named="Finan PH et al. J Pain 2013;14:1539-52",
        ),
        Source(
            "LSS",
            "knowledge",
            "Lumbar spinal stenosis: eased by sitting/flexion (Suri P, JAMA 2010;304:2628-36).",
            named="Suri P. JAMA 2010;304:2628-36",
        ),
        Source(
            "OTHER-NICE",
            "knowledge",
            "Ids as numbered. NICE NG19, NG38, NG100, NG116, NG127, NG134, NG141, NG145, NG219, NG238, NG239, NG253, CG124, CG143, CG146, CG173, CG185, CG192; RCOG GTG 37b.",
            named="Other NICE guidelines, by the numbers cited",
        ),
        Source(
            "MHRA-x",
            "knowledge",
            "Ids MHRA-FQ, MHRA-BP, MHRA-QT, MHRA-GABA. MHRA Drug Safety Updates: fluoroquinolones; bisphosphonates and atypical femoral fracture; citalopram QT; gabapentinoids.",
        ),
        Source(
            "K-x",
            "knowledge",
            "General clinical knowledge, standard textbooks; low evidential weight: clinical lead must confirm (K-MSK, K-NEURO, K-RHEUM, K-TRAUMA, K-BONE, K-PAED, K-INFECT, K-PHARM, K-PSYCH, K-RLS, K-SLEEP, K-GEN).",
        ),
        Source(
            "GIRFT-CES",
            "verified second-hand",
            "GIRFT national cauda equina pathway and BNSSG summary, read by the clinical review of 2026-11-29: within 14 days or deteriorating is an emergency, older is urgent; 'low back pain with sexual dysfunction as the only other feature is unlikely to be due to CES'.",
        ),
        Source(
            "BNSSG-PJI",
            "verified second-hand",
            "BNSSG hip prosthetic joint infection guidance, read by the clinical review: new or worsening pain for more than 48 h: refer, no antibiotics in the community.",
        ),
        Source(
            "CHARCOT-AFP",
            "verified second-hand",
            "Am Fam Physician on Charcot foot (a copy), read by the clinical review: one swollen foot, neuropathy and little pain; about 1 in 4 misdiagnosed at first.",
        ),
        Source(
            "SUFE-SJ",
            "verified second-hand",
            "Right Decisions (St John's emergency department), read by the clinical review: always consider hip pathology in knee pain without injury; slipped epiphysis over 8 years.",
        ),
        Source(
            "NG51",
            "verified second-hand",
            "NICE NG51 1.11.5 (now NG253), read by the clinical review: NEWS2 5 to 6 moderate, 7 or more high.",
        ),
        Source(
            "HUNTER",
            "verified",
            "Hunter criteria for serotonin toxicity as printed by BMJ Best Practice and the MSD manual: spontaneous clonus; inducible or ocular clonus with agitation or sweating; tremor with hyperreflexia; hypertonia with 38 degrees and clonus. The arm 'two serotonergic medicines, unwell, heart rate 110 or more' is our decision.",
        ),
        Source(
            "HIGHLAND-LI",
            "verified second-hand",
            "NHS Highland formulary on lithium toxicity (vomiting, tremor, unsteadiness), read by the clinical review.",
        ),
        Source(
            "LI-INTERACT",
            "verified second-hand",
            "Choice and Medication / YoungMinds on lithium with NSAIDs and diuretics (raise the level), read by the clinical review.",
        ),
        Source(
            "FDA2016",
            "verified second-hand",
            "FDA 2016 boxed warning on opioids with benzodiazepines, read by the clinical review.",
        ),
        Source(
            "MHRA-PREG",
            "verified second-hand",
            "MHRA Drug Safety Updates: NSAIDs from 20 weeks of pregnancy (June 2023), pregabalin in pregnancy (April 2022), read by the clinical review.",
        ),
        Source(
            "CG185-SOM",
            "verified second-hand",
            "NICE CG185 by way of the Somerset formulary, read by the clinical review: bipolar depression: psychological therapy, liaise or refer; no antidepressant alone.",
        ),
        Source(
            "CG168",
            "verified",
            "NICE CG168 key priorities (nice.org.uk): refer symptomatic varicose veins, skin changes of venous disease, superficial vein thrombosis, an open or healed venous ulcer.",
        ),
        Source(
            "MHRA-QUIN",
            "verified second-hand",
            "MHRA on quinine for night cramps, as reported by medical press and formularies: not a routine treatment; stretching and treatable causes first.",
        ),
        Source(
            "AUDIT-DRINK",
            "verified second-hand",
            "Encyclopaedia and NHS-linked pages: the AUDIT form uses 10 g, a United Kingdom unit is 8 g, a United States drink about 14 g. That UK services often use a cut-off of 5 was read by the clinical review.",
        ),
        Source(
            "NG254",
            "verified in part",
            "NICE NG51, now NG254, tables 1 and 2 (copies): high-risk criteria under 5 and at 5 to 11 years, heart rate under 60 among them; any high-risk criterion with suspected sepsis is an emergency (1.6.1). The limits at 12 to 15 years and of blood pressure are from knowledge.",
        ),
        Source(
            "RCP-NEWS2",
            "verified",
            "Royal College of Physicians 2017, NEWS2 chart 1 (a copy): the points of both oxygen scales and all parameters. Its executive summary puts no restriction on reproduction with acknowledgement; charts must stay unmodified and in colour, so none is printed here.",
        ),
        Source(
            "HOTJOINT-DARK",
            "verified (abstract)",
            "Ann R Coll Surg Engl 2014 (PubMed 24780657), read by the second clinical review: in septic arthritis the usual findings may be absent. That redness is hard to see on dark skin is from knowledge.",
        ),
        Source(
            "NG133",
            "verified in part",
            "NICE NG133 hypertension in pregnancy, read by the second clinical review: sudden swelling of face, hands or feet and 140 systolic. 160 as severe is from knowledge.",
        ),
        Source(
            "NG126",
            "knowledge",
            "NICE NG126 ectopic pregnancy and miscarriage: pain or bleeding in early pregnancy.",
        ),
        Source(
            "SVT-SEC",
            "verified (secondary)",
            "Superficial vein thrombosis within 3 cm of the sapheno-femoral junction is treated like a deep one: secondary sources read by the second clinical review.",
        ),
        Source(
            "CG100-ALC",
            "knowledge",
            "NICE CG100 alcohol-use disorders, physical complications: withdrawal. Id with suffix because the plain number is also used for another guideline here.",
        ),
        Source(
            "HIP-OCCULT",
            "verified second-hand",
            "A university orthopaedics page on occult hip fracture, read by the second clinical review: people who are cognitively impaired may walk and have vague pain.",
        ),
        Source(
            "UNIT-UK",
            "verified second-hand",
            "Two NHS pages (Leicestershire, Buckinghamshire), read by the second clinical review: a small glass of wine is 125 ml and 1.5 units.",
        ),
        Source("NG19", "knowledge", "NICE NG19 Diabetic foot problems."),
        Source("NG38", "knowledge", "NICE NG38 Fractures (non-complex)."),
        Source("NG100", "knowledge", "NICE NG100 Rheumatoid arthritis in adults."),
        Source("NG116", "knowledge", "NICE NG116 Post-traumatic stress disorder."),
        Source("NG127", "knowledge", "NICE NG127 Suspected neurological conditions."),
        Source("NG134", "knowledge", "NICE NG134 Depression in children and young people."),
        Source("NG141", "knowledge", "NICE NG141 Cellulitis and erysipelas."),
        Source("NG145", "knowledge", "NICE NG145 Thyroid disease."),
        Source("NG219", "knowledge", "NICE NG219 Gout."),
        Source("NG238", "knowledge", "NICE NG238 Cardiovascular disease: lipid modification."),
        Source("NG239", "knowledge", "NICE NG239 Vitamin B12 deficiency."),
        Source("NG253", "knowledge", "NICE NG253 Suspected sepsis."),
        Source("CG124", "knowledge", "NICE CG124 Hip fracture."),
        Source("CG143", "knowledge", "NICE CG143 Sickle cell disease: acute painful episode."),
        Source("CG146", "knowledge", "NICE CG146 Osteoporosis: risk of fragility fracture."),
        Source("CG173", "knowledge", "NICE CG173 Neuropathic pain."),
        Source("CG185", "knowledge", "NICE CG185 Bipolar disorder."),
        Source("CG192", "knowledge", "NICE CG192 Antenatal and postnatal mental health."),
        Source(
            "RCOG37B",
            "knowledge",
            "RCOG Green-top Guideline 37b: thromboembolic disease in pregnancy, acute management.",
        ),
        Source("MHRA-FQ", "knowledge", "MHRA Drug Safety Update: fluoroquinolones."),
        Source("MHRA-BP", "knowledge", "MHRA Drug Safety Update: bisphosphonates and atypical femoral fracture."),
        Source("MHRA-QT", "knowledge", "MHRA Drug Safety Update: citalopram and QT interval."),
        Source("MHRA-GABA", "knowledge", "MHRA Drug Safety Update: gabapentinoids."),
        Source(
            "K-MSK",
            "knowledge",
            "General clinical knowledge, standard textbooks (muscles and joints). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-NEURO",
            "knowledge",
            "General clinical knowledge, standard textbooks (neurology). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-RHEUM",
            "knowledge",
            "General clinical knowledge, standard textbooks (rheumatology). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-TRAUMA",
            "knowledge",
            "General clinical knowledge, standard textbooks (injuries). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-BONE",
            "knowledge",
            "General clinical knowledge, standard textbooks (bone). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-PAED",
            "knowledge",
            "General clinical knowledge, standard textbooks (children). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-INFECT",
            "knowledge",
            "General clinical knowledge, standard textbooks (infection). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-PHARM",
            "knowledge",
            "General clinical knowledge, standard textbooks (medicines). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-PSYCH",
            "knowledge",
            "General clinical knowledge, standard textbooks (psychiatry). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-RLS",
            "knowledge",
            "General clinical knowledge, standard textbooks (restless legs). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-SLEEP",
            "knowledge",
            "General clinical knowledge, standard textbooks (sleep). Low weight: for a clinical lead to confirm.",
        ),
        Source(
            "K-GEN",
            "knowledge",
            "General clinical knowledge, standard textbooks (general medicine). Low weight: for a clinical lead to confirm.",
        ),
        Source("ISI-LIC", "verified", "ISI (c) Morin, distributed by Mapi Research Trust (eprovide.mapi-trust.org)."),
        Source("SCI-LIC", "verified", "SCI free for non-commercial use, permission from Prof Espie (magnetctn.com)."),
        Source("EPDS-LIC", "verified", "RCPsych refused embedding of EPDS in software (CamCOPS epds.rst)."),
        Source(
            "FDA2026",
            "verified (secondary)",
            "FDA CDS guidance issued 6 Jan 2026, superseding Sept 2022 (Covington, Katten, RQA).",
        ),
        Source("MDR11", "verified (secondary)", "MDR Annex VIII Rule 11 text (blog.johner-institute.com)."),
        Source(
            "CES-CARD",
            "verified second-hand",
            "Warning-sign questions of a cauda equina card, as quoted on a back-pain charity page (backes.org.uk, cauda equina warning signs) and on a GP practice page; the card itself was not read.",
            named="Warning-sign questions of a cauda equina card",
        ),
        Source(
            "CES-LEAFLET",
            "verified",
            "Hospital leaflet on cauda equina syndrome (studylib.net/doc/11640787, 2014, its review date has passed): bladder, bowel, numb groin, changed walking, weak legs; prompt treatment.",
        ),
        Source(
            "COMP-INFO",
            "verified",
            "Discharge and health-library pages on compartment syndrome (drugs.com, lowerlimbsurgery.com): growing pain, tightness, pain on moving the toes, numb, cold or pale foot, tight cast or bandage. Loosening a bandage and not cutting a cast: from knowledge.",
        ),
        Source(
            "SPI2012",
            "verified (abstract)",
            "Safety Planning Intervention. Cogn Behav Pract 2012;19:256-264: warning signs, own coping, social settings, family or friends, professionals, making means less reachable. Only the steps are used; the published form has its own copyright and is not copied.",
        ),
        Source(
            "FOOT-NCA",
            "verified",
            "Hospital group leaflet on looking after the feet with diabetes (northerncarealliance.nhs.uk): daily look, warm water tested with the elbow, cream not between the toes, light socks, shoe fit, when to seek help.",
        ),
        Source(
            "FOOT-HR",
            "verified",
            "Podiatry practice page with advice for people with diabetes whose feet are at increased risk (a copy): shoes checked by hand, no bare feet, no corn remedies, no cutting of hard skin, file nails, do not burst blisters, no fires.",
        ),
        Source(
            "DVT-PCN",
            "verified",
            "Primary Care Notebook, diagnosis of DVT after NICE: second scan 6 to 8 days later if D-dimer is positive and the scan negative; tell people that a clot is not likely and when to seek help.",
        ),
        Source(
            "RECIP2011",
            "verified (abstract)",
            "J Pain 2011;12:964-973: 500 people with back, hip or knee pain followed for 12 months; change in pain went before change in depression, and the reverse.",
        ),
        Source(
            "EXDEP2024",
            "verified (abstract and summary)",
            "BMJ 2024;384:e075847, network meta-analysis of 218 trials: walking or jogging, yoga, strength training, mixed aerobic exercise and tai chi; moderate effects, trials not blinded.",
        ),
        Source(
            "PADEP2023",
            "verified (abstract)",
            "Br J Sports Med 2023;57:1203, overview of reviews: physical activity and symptoms of depression, anxiety and distress; most reviews of low quality.",
        ),
        Source(
            "MINDPAIN2017",
            "verified (abstract)",
            "Ann Behav Med 2017;51:199-213 (PMC5368208): mindfulness in chronic pain, small effect on pain, effects on depression symptoms and quality of life; low-quality evidence.",
        ),
        Source(
            "CBTI2021",
            "verified (abstract)",
            "Sleep Med Rev 2021;60:101460: sleep-focused cognitive behavioural therapy with chronic pain; sleep 0.89, depressive symptoms 0.44, pain 0.20 (standardised differences after treatment).",
        ),
        Source(
            "PACING",
            "verified",
            "Self-management pages on pacing of health services (wyevalley.nhs.uk, norfolkandwaveneycommunityhealth.nhs.uk) and livewellwithpain.co.uk; how-to advice, not trial evidence.",
        ),
        Source(
            "SERO2022",
            "verified (abstract, in part)",
            "Mol Psychiatry 2022, s41380-022-01661-0, umbrella review of the serotonin theory of depression. Its wider reading is disputed; the handout says only that a lack of one brain chemical has not been shown.",
            named="Mol Psychiatry 2022, s41380-022-01661-0",
        ),
    )
}


def cited(*ids: str) -> tuple[Source, ...]:
    """The sources with these ids. Raises KeyError for one that is not listed."""
    return tuple(SOURCES[source_id] for source_id in ids)
