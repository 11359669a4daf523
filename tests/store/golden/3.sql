-- Rows as Tonus wrote them at schema 3; never edit.
INSERT INTO audit VALUES(8,'protocol_versions',1,9,2937233197,'anna',1790000000000000,3724037003);
INSERT INTO audit VALUES(9,'protocol_versions',2,9,971826746,'anna',1790000000000000,2130043048);
INSERT INTO audit VALUES(10,'protocol_versions',3,9,3916368401,'anna',1790000000000000,2731040575);
INSERT INTO audit VALUES(11,'protocol_marks',1,7,113824164,'anna',1790000000000000,2506923297);
INSERT INTO protocol_versions VALUES(1,'01a0c450-6c00-7ce5-9569-6cbac7aafe81','free',NULL,1,'free','{"name":"Free training"}','anna',1790000000000000);
INSERT INTO protocol_versions VALUES(2,'01a0c450-6c00-7961-ac44-50cb05359d4d','free','01a0c450-6c00-7aba-b35b-749dfa142283',1,'01a0c450-6c00-7ce5-9569-6cbac7aafe81','{"name":"Free training of Grete"}','anna',1790000000000000);
INSERT INTO protocol_versions VALUES(3,'01a0c450-6c00-7d95-b3af-ffd3fc5a9b83','old',NULL,1,'','{}','anna',1790000000000000);
INSERT INTO protocol_marks VALUES(1,'01a0c450-6c00-7d98-9deb-57cf90448531','old',NULL,1,'anna',1790000000000000);
